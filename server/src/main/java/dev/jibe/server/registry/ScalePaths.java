package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * Where custom resources keep their replicas, as keys from the top.
 *
 * @param selector empty if the resource does not name its pods
 */
public record ScalePaths(List<String> specReplicas, List<String> statusReplicas, List<String> selector) {

    private static String[] keys(List<String> path) {
        return path.toArray(String[]::new);
    }

    public boolean hasSpecReplicas(JsonMap object) {
        return object.at(keys(specReplicas)) != null;
    }

    public long specReplicas(JsonMap object) {
        return object.at(keys(specReplicas)) instanceof Long count ? count : 0;
    }

    public long statusReplicas(JsonMap object) {
        return object.at(keys(statusReplicas)) instanceof Long count ? count : 0;
    }

    public String selector(JsonMap object) {
        return !selector.isEmpty() && object.at(keys(selector)) instanceof String text ? text : "";
    }

    public JsonMap withSpecReplicas(JsonMap object, long count) {
        return object.withAt(count, keys(specReplicas));
    }
}
