package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a pod is treated when its node runs short.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/">Pod Quality of Service Classes</a>.
 */
public final class QosClass {

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private QosClass() {}

    public static String of(JsonMap spec) {
        var containers = Stream.concat(
                        spec.list("containers").maps(),
                        spec.list("initContainers").maps())
                .toList();
        var pod = spec.map("resources");
        if (COUNTED.stream()
                .anyMatch(r -> amount(pod, "requests", r).signum() > 0
                        || amount(pod, "limits", r).signum() > 0)) {
            return isGuaranteed(pod) ? "Guaranteed" : "Burstable";
        }
        if (spec.has("resources")) {
            return "BestEffort";
        }
        boolean any = containers.stream()
                .map(c -> c.map("resources"))
                .anyMatch(r -> COUNTED.stream()
                        .anyMatch(name -> amount(r, "requests", name).signum() > 0
                                || amount(r, "limits", name).signum() > 0));
        if (!any) {
            return "BestEffort";
        }
        return containers.stream().allMatch(c -> isGuaranteed(c.map("resources"))) ? "Guaranteed" : "Burstable";
    }

    private static boolean isGuaranteed(JsonMap resources) {
        return COUNTED.stream().allMatch(name -> {
            var limit = amount(resources, "limits", name);
            return limit.signum() > 0
                    && (!resources.map("requests").has(name)
                            || amount(resources, "requests", name).equals(limit));
        });
    }

    private static Quantity amount(JsonMap resources, String side, String name) {
        var text = resources.map(side).string(name);
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }
}
