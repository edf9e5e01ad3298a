package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.changed;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/**
 * PodDisruptionBudgets of {@code policy/v1beta1}: an empty selector selects no pod there, and all in {@code v1}. What the
 * other version cannot say is said by a label that no pod has, the one upstream uses for it.
 */
final class Budgets implements Shape {

    private static final String LABEL = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";
    private static final JsonMap NONE = requirement("Exists");
    private static final JsonMap ALL = requirement("DoesNotExist");

    private static JsonMap requirement(String operator) {
        return JsonMap.of("matchExpressions", JsonList.of(JsonMap.of("key", LABEL, "operator", operator)));
    }

    @Override
    public JsonMap toCurrent(JsonMap object) {
        return selecting(object, JsonMap.EMPTY, NONE, ALL, JsonMap.EMPTY);
    }

    @Override
    public JsonMap fromCurrent(JsonMap object) {
        return selecting(object, NONE, JsonMap.EMPTY, JsonMap.EMPTY, ALL);
    }

    private static JsonMap selecting(JsonMap object, JsonMap from, JsonMap to, JsonMap otherFrom, JsonMap otherTo) {
        return changed(object, "spec", spec -> {
            var selector = spec.get("selector");
            if (from.equals(selector)) {
                return spec.with("selector", to);
            }
            return otherFrom.equals(selector) ? spec.with("selector", otherTo) : spec;
        });
    }
}
