package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a pod asks for in all: its containers, what its init containers need at most, and its overhead.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers">
 * resource sharing within containers</a> and KEP-2837 (resources of a whole pod).
 */
public final class PodTotals {

    private PodTotals() {}

    /** What is set aside for it; a running container counts with what it still has, if that is more. */
    public static SortedMap<String, Quantity> requests(JsonMap pod) {
        var total = totals(pod, "requests");
        Amounts.addTo(total, Amounts.of(pod.map("spec").map("overhead")));
        return total;
    }

    /** What it cannot use more of; overhead counts only where there is a limit at all. */
    public static SortedMap<String, Quantity> limits(JsonMap pod) {
        var total = totals(pod, "limits");
        var overhead = Amounts.of(pod.map("spec").map("overhead"));
        overhead.keySet().retainAll(total.keySet());
        Amounts.addTo(total, overhead);
        return total;
    }

    /** What containers ask for at once, whatever is said for the pod as a whole: all that stay, or those that begin beside one. */
    public static SortedMap<String, Quantity> ofContainers(JsonMap spec, String side) {
        return ofContainers(spec, JsonMap.EMPTY, side);
    }

    /** Whether resources are said for the pod as a whole. */
    public static boolean hasOwn(JsonMap pod) {
        var resources = pod.map("spec").map("resources");
        return has(resources.map("requests")) || has(resources.map("limits"));
    }

    private static boolean has(JsonMap amounts) {
        return amounts.strings().keySet().stream().anyMatch(PodTotals::isForPods);
    }

    private static boolean isForPods(String name) {
        return name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-");
    }

    private static SortedMap<String, Quantity> totals(JsonMap pod, String side) {
        var spec = pod.map("spec");
        var total = ofContainers(spec, pod.map("status"), side);
        Amounts.of(spec.map("resources").map(side)).forEach((name, amount) -> {
            if (isForPods(name)) {
                total.put(name, amount);
            }
        });
        return total;
    }

    private static SortedMap<String, Quantity> ofContainers(JsonMap spec, JsonMap status, String side) {
        var total = new TreeMap<String, Quantity>();
        spec.list("containers").maps().forEach(c -> Amounts.addTo(total, of(c, status, "containerStatuses", side)));
        var sidecars = new TreeMap<String, Quantity>();
        var starting = new TreeMap<String, Quantity>();
        for (var container : spec.list("initContainers").maps().toList()) {
            var own = of(container, status, "initContainerStatuses", side);
            if (container.string("restartPolicy").equals("Always")) {
                Amounts.addTo(total, own);
                Amounts.addTo(sidecars, own);
                Amounts.raiseTo(starting, sidecars);
            } else {
                Amounts.raiseTo(starting, Amounts.sum(own, sidecars));
            }
        }
        Amounts.raiseTo(total, starting);
        return total;
    }

    private static SortedMap<String, Quantity> of(JsonMap container, JsonMap status, String statuses, String side) {
        var resources = container.map("resources").map(side);
        var known = status.list(statuses)
                .maps()
                .filter(s -> s.string("name").equals(container.string("name")) && s.has("resources"))
                .findFirst();
        var wanted = Amounts.of(known.isPresent() && isInfeasible(status) ? JsonMap.EMPTY : resources);
        if (known.isPresent()) {
            Amounts.raiseTo(wanted, Amounts.of(known.get().map("resources").map(side)));
            if (side.equals("requests")) {
                Amounts.raiseTo(wanted, Amounts.of(known.get().map("allocatedResources")));
            }
        }
        return wanted;
    }

    /** Whether the node has said that it will never give the pod what it asks for: it keeps what it has. */
    public static boolean isInfeasible(JsonMap status) {
        return status.list("conditions")
                .maps()
                .anyMatch(condition -> condition.string("type").equals("PodResizePending")
                        && condition.string("reason").equals("Infeasible"));
    }
}
