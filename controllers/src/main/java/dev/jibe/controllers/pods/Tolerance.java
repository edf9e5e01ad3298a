package dev.jibe.controllers.pods;

import dev.jibe.object.api.v1.Taint;
import dev.jibe.object.api.v1.Toleration;
import java.util.List;

/**
 * Which taints a pod accepts.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints and
 * Tolerations</a>.
 */
public final class Tolerance {

    private Tolerance() {}

    public static boolean tolerates(List<Toleration> tolerations, Taint taint) {
        return tolerations.stream().anyMatch(toleration -> tolerates(toleration, taint));
    }

    public static boolean tolerates(Toleration toleration, Taint taint) {
        boolean isOfEffect =
                toleration.effect().isEmpty() || toleration.effect().equals(taint.effect());
        boolean isOfKey = toleration.key().isEmpty() || toleration.key().equals(taint.key());
        return isOfEffect
                && isOfKey
                && switch (toleration.operator()) {
                    case "", "Equal" -> toleration.value().equals(taint.value());
                    case "Exists" -> true;
                    default -> false;
                };
    }
}
