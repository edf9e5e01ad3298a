package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.rules.RuleMetrics;
import dev.jibe.server.crd.rules.RuleSet;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.registry.ScalePaths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A definition, read for serving.
 *
 * @param spec what it was read from
 */
record Definition(JsonMap spec, String group, JsonMap names, boolean namespaced, List<VersionDefinition> versions) {

    static Definition of(JsonMap object, RuleMetrics metrics) {
        var spec = object.map("spec");
        var versions = new ArrayList<VersionDefinition>();
        spec.list("versions").maps().forEach(version -> versions.add(version(version, spec, metrics)));
        return new Definition(
                spec,
                spec.string("group"),
                spec.map("names"),
                spec.string("scope").equals("Namespaced"),
                versions);
    }

    String name() {
        return plural() + "." + group;
    }

    String plural() {
        return names.string("plural");
    }

    String kind() {
        return names.string("kind");
    }

    String storageVersion() {
        return versions.stream()
                .filter(VersionDefinition::storage)
                .map(VersionDefinition::name)
                .findFirst()
                .orElse("");
    }

    @Nullable
    VersionDefinition version(String name) {
        return versions.stream().filter(v -> v.name().equals(name)).findFirst().orElse(null);
    }

    private static VersionDefinition version(JsonMap version, JsonMap spec, RuleMetrics metrics) {
        var subresources = version.map("subresources");
        var schema = Structural.of(version.map("schema").map("openAPIV3Schema"));
        return new VersionDefinition(
                version.string("name"),
                version.bool("served"),
                version.bool("storage"),
                warning(version, spec),
                schema,
                new RuleSet(schema, true, Optional.of(metrics)),
                subresources.has("status"),
                subresources.has("scale") ? scale(subresources.map("scale")) : null,
                CustomColumns.of(version.list("additionalPrinterColumns")),
                selectable(version));
    }

    private static String warning(JsonMap version, JsonMap spec) {
        if (!version.bool("deprecated")) {
            return "";
        }
        return version.has("deprecationWarning")
                ? version.string("deprecationWarning")
                : spec.string("group") + "/" + version.string("name") + " "
                        + spec.map("names").string("kind") + " is deprecated";
    }

    private static ScalePaths scale(JsonMap scale) {
        var selector = scale.string("labelSelectorPath");
        return new ScalePaths(
                keys(scale.string("specReplicasPath")),
                keys(scale.string("statusReplicasPath")),
                selector.isEmpty() ? List.of() : keys(selector));
    }

    private static List<String> keys(String path) {
        return Arrays.asList((path.startsWith(".") ? path.substring(1) : path).split("\\.", -1));
    }

    private static Map<String, List<String>> selectable(JsonMap version) {
        var fields = new LinkedHashMap<String, List<String>>();
        version.list("selectableFields").maps().forEach(field -> {
            var path = field.string("jsonPath");
            fields.put(path.startsWith(".") ? path.substring(1) : path, keys(path));
        });
        return fields;
    }
}
