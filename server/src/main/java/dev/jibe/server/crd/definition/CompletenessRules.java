package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.path.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether all that a schema says of values is also part of its structure. */
final class CompletenessRules {

    private final Report report;

    CompletenessRules(Report report) {
        this.report = report;
    }

    /**
     * Looks at what a node says of values.
     *
     * @param values what is said
     * @param schema the structure that it is said of
     */
    void values(JsonMap values, JsonMap schema, Place schemaPlace, Place valuesPlace) {
        if (values.get("not") instanceof JsonMap not) {
            nested(not, schema, schemaPlace, valuesPlace.at("not"));
        }
        for (var key : List.of("allOf", "anyOf", "oneOf")) {
            var schemas = values.list(key);
            for (int i = 0; i < schemas.size(); i++) {
                nested(schemas.map(i), schema, schemaPlace, valuesPlace.at(key).at(i));
            }
        }
    }

    private void nested(JsonMap values, @Nullable JsonMap schema, Place schemaPlace, Place valuesPlace) {
        if (schema == null) {
            report.required(schemaPlace, "because it is defined in " + valuesPlace);
            return;
        }
        values(values, schema, schemaPlace, valuesPlace);
        if (values.get("items") instanceof JsonMap items) {
            var inner = schema.get("items") instanceof JsonMap map ? map : null;
            nested(items, inner, schemaPlace.at("items"), valuesPlace.at("items"));
        }
        values.map("properties").forEach((key, value) -> {
            if (value instanceof JsonMap map) {
                var inner = schema.map("properties").get(key) instanceof JsonMap property ? property : null;
                nested(
                        map,
                        inner,
                        schemaPlace.at("properties").key(key),
                        valuesPlace.at("properties").key(key));
            }
        });
    }
}
