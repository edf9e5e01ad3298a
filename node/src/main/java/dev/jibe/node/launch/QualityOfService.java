package dev.jibe.node.launch;

import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.ResourceRequirements;
import dev.jibe.object.quantity.Quantity;
import java.util.List;
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

    /** That of a pod's status, which never changes; else by what is asked for, for the pod as a whole if that is said. */
    public static QualityOfService of(Pod pod) {
        String known = pod.status().qosClass();
        for (QualityOfService each : values()) {
            if (each.text.equals(known)) {
                return each;
            }
        }
        ResourceRequirements whole = pod.spec().resources();
        QualityOfService ofWhole = of(List.of(whole));
        return ofWhole != BEST_EFFORT
                ? ofWhole
                : of(Stream.concat(pod.spec().initContainers().stream(), pod.spec().containers().stream())
                        .map(Container::resources)
                        .toList());
    }

    private static QualityOfService of(List<ResourceRequirements> asked) {
        boolean any = false;
        boolean all = true;
        for (ResourceRequirements resources : asked) {
            for (String resource : new String[] {"cpu", "memory"}) {
                Quantity limit = amount(resources.limits(), resource);
                Quantity request = amount(resources.requests(), resource);
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
