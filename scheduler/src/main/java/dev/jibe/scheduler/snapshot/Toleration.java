package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * Which taints a pod accepts.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints and
 * Tolerations</a>.
 */
public record Toleration(String key, String operator, String value, String effect) {

    public static List<Toleration> of(JsonList tolerations) {
        return tolerations.maps().map(Toleration::of).toList();
    }

    private static Toleration of(JsonMap toleration) {
        return new Toleration(
                toleration.string("key"),
                toleration.string("operator"),
                toleration.string("value"),
                toleration.string("effect"));
    }

    /** Whether any of them accepts the taint. */
    public static boolean anyOf(List<Toleration> tolerations, Taint taint) {
        for (var toleration : tolerations) {
            if (toleration.accepts(taint)) {
                return true;
            }
        }
        return false;
    }

    private boolean accepts(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return switch (operator) {
            case "Exists" -> true;
            case "", "Equal" -> !key.isEmpty() && value.equals(taint.value());
            default -> false;
        };
    }
}
