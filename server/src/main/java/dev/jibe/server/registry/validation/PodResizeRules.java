package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import java.util.List;
import java.util.function.Function;

/**
 * What of a pod a resize may change: the CPU and memory of its containers, and of the pod as a whole.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/">resizing
 * containers</a>, KEP-1287 and KEP-5419.
 */
final class PodResizeRules {
    private static final List<String> SIDES = List.of("requests", "limits");
    private static final List<String> RESIZED = List.of("cpu", "memory");
    private static final String ONLY = "only cpu and memory resources are mutable";

    private PodResizeRules() {}

    /** Why a pod cannot be resized at all, whatever else may be wrong; empty if it can. */
    static String impossible(JsonMap old) {
        return old.map("metadata").map("annotations").has("kubernetes.io/config.mirror")
                ? "static pods cannot be resized"
                : old.map("spec").map("os").string("name").equals("windows") ? "windows pods cannot be resized" : "";
    }

    static void check(Place pod, JsonMap old, Function<JsonMap, String> quality) {
        JsonMap before = old.map("spec");
        Place spec = pod.in("spec");
        String was = quality.apply(before);
        if (!quality.apply(spec.map()).equals(was)) {
            spec.invalid("", was, "Pod QOS Class may not change as a result of resizing");
        }
        if (!isSupported(old.map("status"))) {
            spec.forbidden("", "Pod running on node without support for resize");
        }
        wholePod(spec, before);
        if (!old.map("status").list("nodeAllocatableResourceClaimStatuses").isEmpty()) {
            spec.forbidden("", "pods with node allocatable resource claims cannot be resized");
        }
        boolean main = isOrdered(spec, before, "containers");
        boolean init = isOrdered(spec, before, "initContainers");
        if (main && init) {
            containers(spec, before);
        }
    }

    /** A container that runs shows its resources if its node can change them. */
    private static boolean isSupported(JsonMap status) {
        return status.list("containerStatuses")
                .maps()
                .filter(each -> each.map("state").has("running"))
                .findFirst()
                .map(each -> each.has("resources"))
                .orElse(true);
    }

    private static void wholePod(Place spec, JsonMap before) {
        JsonMap then = before.map("resources");
        JsonMap now = spec.map("resources");
        if (isEmpty(then) && isEmpty(now)) {
            return;
        }
        if (before.has("resources") && !spec.has("resources")) {
            spec.forbidden("resources", "pod-level resources cannot be removed");
            return;
        }
        for (String side : SIDES) {
            if (lacks(now.map(side), then.map(side))) {
                spec.in("resources").forbidden(side, "pod-level resource " + side + " cannot be removed");
            }
        }
        if (!Semantic.equal(withOldAmounts(now, then), then)) {
            spec.forbidden("", "only cpu and memory resources are mutable at pod-level");
        }
    }

    private static boolean isEmpty(JsonMap resources) {
        return resources.map("requests").isEmpty() && resources.map("limits").isEmpty();
    }

    private static boolean isOrdered(Place spec, JsonMap before, String list) {
        JsonList now = spec.list(list);
        JsonList then = before.list(list);
        if (now.size() != then.size()) {
            spec.forbidden(list, list + " may not be added or removed on resize");
            return false;
        }
        boolean ordered = true;
        for (int i = 0; i < now.size(); i++) {
            if (!now.map(i).string("name").equals(then.map(i).string("name"))) {
                spec.item(list, i).forbidden("name", list + " may not be renamed or reordered on resize");
                ordered = false;
            }
        }
        return ordered;
    }

    private static void containers(Place spec, JsonMap before) {
        for (String list : new String[] {"initContainers", "containers"}) {
            for (int i = 0; i < spec.list(list).size(); i++) {
                keep(
                        spec.item(list, i).in("resources"),
                        before.list(list).map(i).map("resources"));
            }
        }
        JsonMap munged = isEmpty(before.map("resources")) && isEmpty(spec.map("resources"))
                ? spec.map()
                : spec.map().with("resources", before.map("resources"));
        for (String list : new String[] {"containers", "initContainers"}) {
            boolean isInit = list.equals("initContainers");
            JsonList containers = spec.list(list);
            for (int i = 0; i < containers.size(); i++) {
                JsonMap now = containers.map(i);
                JsonMap then = before.list(list).map(i);
                JsonMap old = now.with("resources", withOldAmounts(now.map("resources"), then.map("resources")));
                if (isInit) {
                    init(spec.item(list, i), now, old, then);
                } else if (!Semantic.equal(old, then)) {
                    spec.forbidden("", ONLY);
                }
                containers = containers.set(i, old);
            }
            if (munged.has(list)) {
                munged = munged.with(list, containers);
            }
        }
        // Whatever else was wrong with the pod, what is said of all of it is not said as well.
        if (spec.report().errors().isEmpty() && !Semantic.equal(munged, before)) {
            spec.forbidden("", ONLY);
        }
    }

    private static void init(Place place, JsonMap now, JsonMap munged, JsonMap then) {
        if (!Semantic.equal(munged, then)) {
            place.forbidden("", "only cpu and memory resources for init or sidecar containers are mutable");
        }
        boolean restarts = munged.list("resizePolicy")
                .maps()
                .anyMatch(policy -> policy.string("restartPolicy").equals("RestartContainer"));
        if (!Semantic.equal(now, then) && !now.string("restartPolicy").equals("Always") && restarts) {
            place.forbidden(
                    "", "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
        }
    }

    private static void keep(Place resources, JsonMap before) {
        for (String side : SIDES) {
            if (lacks(resources.map(side), before.map(side))) {
                resources.forbidden(side, "resource " + side + " cannot be removed");
            }
        }
    }

    private static boolean lacks(JsonMap now, JsonMap then) {
        for (int i = 0; i < then.size(); i++) {
            if (!now.has(then.keyAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static JsonMap withOldAmounts(JsonMap now, JsonMap then) {
        JsonMap resources = now;
        for (String side : SIDES) {
            JsonMap amounts = resources.map(side);
            for (String name : RESIZED) {
                Object value = then.map(side).get(name);
                amounts = value == null ? amounts.without(name) : amounts.with(name, value);
            }
            resources = amounts.isEmpty() && !then.has(side) ? resources.without(side) : resources.with(side, amounts);
        }
        return resources;
    }
}
