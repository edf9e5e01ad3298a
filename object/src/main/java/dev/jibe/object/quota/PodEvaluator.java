package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pods: themselves as long as they are, and what they ask for as long as they have not ended. */
final class PodEvaluator implements Evaluator {

    static final CountedResource PODS = new CountedResource("", "pods");
    private static final List<String> PLAIN = List.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> NAMES = Set.of(
            "count/pods",
            "pods",
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage");

    /** What every container must say if a quota limits it. */
    private static final Set<String> NEEDED =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

    @Override
    public CountedResource resource() {
        return PODS;
    }

    @Override
    public boolean counts(String name) {
        return NAMES.contains(name)
                || name.startsWith("hugepages-")
                || name.startsWith("requests.hugepages-")
                || (name.startsWith("requests.") && isExtended(name));
    }

    private static boolean isExtended(String name) {
        return name.contains("/") && (!name.contains("kubernetes.io/") || name.contains(DeviceClaimEvaluator.IMPLICIT));
    }

    @Override
    public SortedMap<String, Quantity> usage(JsonMap pod, Instant now) {
        var usage = new TreeMap<String, Quantity>();
        usage.put("count/pods", Quantity.of(1));
        if (isLive(pod, now)) {
            usage.putAll(named(PodTotals.requests(pod), PodTotals.limits(pod)));
            usage.put("pods", Quantity.of(1));
        }
        return usage;
    }

    private static boolean isLive(JsonMap pod, Instant now) {
        var phase = pod.map("status").string("phase");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return false;
        }
        var metadata = pod.map("metadata");
        boolean ending = metadata.has("deletionTimestamp") && metadata.has("deletionGracePeriodSeconds");
        return !ending
                || !now.isAfter(Times.parse(metadata.string("deletionTimestamp"))
                        .plusSeconds(metadata.number("deletionGracePeriodSeconds")));
    }

    /** Amounts by the names that quotas have for them. */
    private static SortedMap<String, Quantity> named(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        var named = new TreeMap<String, Quantity>();
        requests.forEach((name, amount) -> {
            if (PLAIN.contains(name) || name.startsWith("hugepages-")) {
                named.put(name, amount);
                named.put("requests." + name, amount);
            } else if (isExtended(name) && !name.startsWith("requests.")) {
                named.put("requests." + name, amount);
            }
        });
        limits.forEach((name, amount) -> {
            if (PLAIN.contains(name)) {
                named.put("limits." + name, amount);
            }
        });
        return named;
    }

    @Override
    public boolean isIn(JsonMap requirement, JsonMap pod) {
        var spec = pod.map("spec");
        return switch (requirement.string("scopeName")) {
            case "Terminating" -> ends(spec);
            case "NotTerminating" -> !ends(spec);
            case "BestEffort" -> isBestEffort(spec);
            case "NotBestEffort" -> !isBestEffort(spec);
            case "PriorityClass" ->
                requirement.string("operator").equals("Exists")
                        ? !spec.string("priorityClassName").isEmpty()
                        : Scopes.isMet(requirement, spec.string("priorityClassName"));
            case "CrossNamespacePodAffinity" -> looksElsewhere(spec.map("affinity"));
            default -> false;
        };
    }

    private static boolean ends(JsonMap spec) {
        return spec.has("activeDeadlineSeconds") && spec.number("activeDeadlineSeconds") >= 0;
    }

    private static boolean isBestEffort(JsonMap spec) {
        return asksForNothing(spec.map("resources"))
                && spec.list("containers").maps().allMatch(c -> asksForNothing(c.map("resources")))
                && spec.list("initContainers").maps().allMatch(c -> asksForNothing(c.map("resources")));
    }

    private static boolean asksForNothing(JsonMap resources) {
        return asksForNone(resources.map("requests")) && asksForNone(resources.map("limits"));
    }

    private static boolean asksForNone(JsonMap amounts) {
        return List.of("cpu", "memory").stream()
                .noneMatch(name -> amounts.has(name)
                        && Quantity.parse(amounts.string(name)).signum() > 0);
    }

    private static boolean looksElsewhere(JsonMap affinity) {
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            var terms = affinity.map(kind);
            boolean found = terms.list("requiredDuringSchedulingIgnoredDuringExecution")
                            .maps()
                            .anyMatch(PodEvaluator::isElsewhere)
                    || terms.list("preferredDuringSchedulingIgnoredDuringExecution")
                            .maps()
                            .anyMatch(t -> isElsewhere(t.map("podAffinityTerm")));
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isElsewhere(JsonMap term) {
        return !term.list("namespaces").isEmpty() || term.has("namespaceSelector");
    }

    @Override
    public String missing(Collection<String> names, JsonMap pod) {
        if (PodTotals.hasOwn(pod)) {
            return "";
        }
        var missing = new TreeMap<String, TreeSet<String>>();
        for (var kind : List.of("containers", "initContainers")) {
            for (var container : pod.map("spec").list(kind).maps().toList()) {
                var resources = container.map("resources");
                var said = named(Amounts.of(resources.map("requests")), Amounts.of(resources.map("limits")));
                for (var name : names) {
                    if (NEEDED.contains(name) && !said.containsKey(name)) {
                        missing.computeIfAbsent(name, _ -> new TreeSet<>()).add(container.string("name"));
                    }
                }
            }
        }
        if (missing.isEmpty()) {
            return "";
        }
        var parts = missing.entrySet().stream()
                .map(e -> e.getKey() + " for: " + String.join(",", e.getValue()))
                .toList();
        return "must specify " + String.join("; ", parts);
    }
}
