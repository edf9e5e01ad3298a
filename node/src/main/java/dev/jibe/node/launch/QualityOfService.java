package dev.jibe.node.launch;

import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How readily a pod gives way under pressure.
 *
 * <p>See https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/.
 */
public enum QualityOfService {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private final String text;

    QualityOfService(String text) {
        this.text = text;
    }

    /** As {@code status.qosClass} spells it. */
    public String text() {
        return text;
    }

    public static QualityOfService of(Pod pod) {
        boolean any = false;
        boolean all = true;
        for (Container container : Stream.concat(pod.spec().initContainers().stream(), pod.spec().containers().stream())
                .toList()) {
            for (String resource : new String[] {"cpu", "memory"}) {
                Quantity limit = amount(container.resources().limits(), resource);
                Quantity request = amount(container.resources().requests(), resource);
                any |= !limit.isZero() || !request.isZero();
                all &= !limit.isZero() && (request.isZero() || request.compareTo(limit) == 0);
            }
        }
        if (!any) {
            return BEST_EFFORT;
        }
        return all ? GUARANTEED : BURSTABLE;
    }

    private static Quantity amount(Map<String, Quantity> resources, String name) {
        Quantity quantity = resources.get(name);
        return quantity == null ? Quantity.ZERO : quantity;
    }
}
