package dev.jibe.schema;

import dev.jibe.schema.Model.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON names, types, requiredness and descriptions out of the source of the Java client's models. */
final class ModelSource {
    private static final Pattern DESCRIPTION = Pattern.compile("@ApiModel\\(description = \"(.*)\"\\)");
    private static final Pattern NAME = Pattern.compile("String SERIALIZED_NAME_[\\w$]+ = \"(.*)\";");
    private static final Pattern PROPERTY = Pattern.compile(
            "@ApiModelProperty\\((required = true, )?value = \"(.*)\"\\)\\s+public (\\S.*) [\\w$]+\\(\\) \\{");

    private ModelSource() {}

    static Map<String, Model> read() {
        Map<String, Model> models = new TreeMap<>();
        SourceJars.forEachSource(
                SourceJars.find("client-java-api", true),
                "io/kubernetes/client/openapi/models/",
                (name, text) -> models.put(name, parse(name, text)));
        return models;
    }

    private static Model parse(String className, String text) {
        Matcher description = DESCRIPTION.matcher(text);
        List<String> names =
                NAME.matcher(text).results().map(found -> found.group(1)).toList();
        List<Property> properties = new ArrayList<>();
        Matcher property = PROPERTY.matcher(text);
        while (property.find()) {
            properties.add(new Property(
                    names.get(properties.size()),
                    property.group(3),
                    property.group(1) != null,
                    unescape(property.group(2))));
        }
        if (names.size() != properties.size()) {
            throw new SchemaException("names and getters differ", "model", className);
        }
        return new Model(className, description.find() ? unescape(description.group(1)) : "", properties);
    }

    private static String unescape(String literal) {
        return literal.translateEscapes();
    }
}
