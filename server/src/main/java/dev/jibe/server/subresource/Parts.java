package dev.jibe.server.subresource;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Fields;

/** What each subresource lets through of an object. */
final class Parts {

    private Parts() {}

    static JsonMap ephemeralContainers(JsonMap wanted, JsonMap old) {
        return old.with("spec", Fields.copy(wanted.map("spec"), old.map("spec"), "ephemeralContainers"));
    }

    /** The resources of containers and of the pod, and what is done when they change. */
    static JsonMap resize(JsonMap wanted, JsonMap old) {
        var spec = Fields.copy(wanted.map("spec"), old.map("spec"), "resources");
        for (var key : new String[] {"containers", "initContainers"}) {
            var asked = wanted.map("spec").list(key);
            if (!sameNames(asked, spec.list(key))) {
                // Validation will refuse it.
                spec = Fields.copy(wanted.map("spec"), spec, key);
            } else if (!asked.isEmpty()) {
                spec = spec.with(key, resized(asked, spec.list(key)));
            }
        }
        return old.with("spec", spec);
    }

    private static boolean sameNames(JsonList asked, JsonList old) {
        if (asked.size() != old.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (!asked.map(i).string("name").equals(old.map(i).string("name"))) {
                return false;
            }
        }
        return true;
    }

    private static JsonList resized(JsonList asked, JsonList old) {
        var result = old;
        for (int i = 0; i < old.size(); i++) {
            var container = Fields.copy(asked.map(i), old.map(i), "resources");
            result = result.set(i, Fields.copy(asked.map(i), container, "resizePolicy"));
        }
        return result;
    }
}
