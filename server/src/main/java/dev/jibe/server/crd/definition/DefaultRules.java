package dev.jibe.server.crd.definition;

import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.rules.RuleSet;
import dev.jibe.server.crd.schema.DefaultCheck;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Whether the defaults of a schema fit it themselves. */
final class DefaultRules {

    private final List<FieldError> errors = new ArrayList<>();

    private DefaultRules() {}

    static List<FieldError> check(Structural schema, Place place) {
        var rules = new DefaultRules();
        rules.node(schema.asResource(), place, false);
        return rules.errors;
    }

    private void node(Structural schema, Place place, boolean insideMetadata) {
        boolean inside = insideMetadata && !schema.embedded();
        var value = schema.defaultValue();
        if (value != null && !inside) {
            var wrong = DefaultCheck.check(value, schema, place.at("default"));
            errors.addAll(wrong);
            if (wrong.isEmpty()) {
                errors.addAll(
                        new RuleSet(schema, schema.embedded()).checkValue(value, value, place.at("default"), false));
            }
        }
        var items = schema.items();
        if (items != null) {
            node(items, place.at("items"), inside);
        }
        schema.properties().forEach((key, child) -> {
            boolean isMeta = schema.embedded() && Structural.isMeta(key);
            node(child, place.at("properties").key(key), inside || isMeta);
        });
    }
}
