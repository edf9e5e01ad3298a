package dev.jibe.scheduler.filter;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/**
 * Which taints a pod accepts.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints and
 * Tolerations</a>.
 */
public final class Tolerations {

    private Tolerations() {}

    public static boolean tolerate(JsonList tolerations, JsonMap taint) {
        return tolerations.maps().anyMatch(toleration -> tolerates(toleration, taint));
    }

    private static boolean tolerates(JsonMap toleration, JsonMap taint) {
        var effect = toleration.string("effect");
        if (!effect.isEmpty() && !effect.equals(taint.string("effect"))) {
            return false;
        }
        var key = toleration.string("key");
        if (!key.isEmpty() && !key.equals(taint.string("key"))) {
            return false;
        }
        return switch (toleration.string("operator")) {
            case "Exists" -> true;
            case "", "Equal" -> !key.isEmpty() && toleration.string("value").equals(taint.string("value"));
            default -> false;
        };
    }
}
