package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import java.util.List;
import java.util.function.Function;

/** What the subresources of pods change: what containers ask for, and containers to look into the pod. */
final class PodPartRules {

    private static final List<String> KINDS = List.of("containers", "initContainers");
    private static final List<String> RESIZED = List.of("cpu", "memory");

    private PodPartRules() {}

    /** Containers to look into a pod are added, and stay as they are. */
    static void ephemeral(Place pod, JsonMap old) {
        MetaRules.general(pod, Naming.PATH_SEGMENT);
        var spec = pod.in("spec");
        if (pod.map("metadata").map("annotations").has("kubernetes.io/config.mirror")) {
            pod.forbidden("", "static pods do not support ephemeral containers");
        }
        PodKinds.pod(pod);
        MetaRules.generalUpdate(pod, old);
        var containers = spec.list("ephemeralContainers");
        old.map("spec").list("ephemeralContainers").maps().forEach(before -> {
            var name = before.string("name");
            var now = containers
                    .maps()
                    .filter(container -> container.string("name").equals(name))
                    .findFirst();
            if (now.isEmpty()) {
                spec.forbidden(
                        "ephemeralContainers", "existing ephemeral containers \"" + name + "\" may not be removed\n");
            } else if (!Semantic.equal(now.get(), before)) {
                spec.forbidden(
                        "ephemeralContainers",
                        "existing ephemeral containers \"" + name + "\" may not be changed\n"
                                + GoStructs.diff("EphemeralContainer", before, now.get()));
            }
        });
    }

    /** @param quality which class a spec is of, by what its containers ask for */
    static void resize(Place pod, JsonMap old, Function<JsonMap, String> quality) {
        PodKinds.pod(pod);
        MetaRules.generalUpdate(pod, old);
        var spec = pod.in("spec");
        var before = old.map("spec");
        var was = quality.apply(before);
        if (!quality.apply(spec.map()).equals(was)) {
            spec.invalid("", was, "Pod QOS Class may not change as a result of resizing");
        }
        var munged = spec.map();
        for (var kind : KINDS) {
            var containers = munged.list(kind);
            var then = before.list(kind);
            if (containers.size() != then.size()) {
                continue;
            }
            for (int i = 0; i < containers.size(); i++) {
                removed(spec.item(kind, i).in("resources"), then.map(i).map("resources"));
            }
            if (munged.has(kind)) {
                munged = munged.with(kind, withOldAmounts(containers, then));
            }
        }
        if (!Semantic.equal(munged, before)) {
            spec.forbidden("", "only cpu and memory resources are mutable");
        }
    }

    private static void removed(Place resources, JsonMap before) {
        for (var side : List.of("requests", "limits")) {
            for (var name : RESIZED) {
                if (before.map(side).has(name) && !resources.map(side).has(name)) {
                    resources.forbidden(side, "resource " + side + " cannot be removed");
                    break;
                }
            }
        }
    }

    private static JsonList withOldAmounts(JsonList containers, JsonList before) {
        var result = containers;
        for (int i = 0; i < containers.size(); i++) {
            var container = containers.map(i);
            var then = before.map(i);
            var resources = container.map("resources");
            for (var side : List.of("limits", "requests")) {
                var amounts = resources.map(side);
                for (var name : RESIZED) {
                    amounts = copied(then.map("resources").map(side), amounts, name);
                }
                resources = amounts.isEmpty() && !then.map("resources").has(side)
                        ? resources.without(side)
                        : resources.with(side, amounts);
            }
            result = result.set(i, container.with("resources", resources));
        }
        return result;
    }

    private static JsonMap copied(JsonMap from, JsonMap to, String key) {
        var value = from.get(key);
        return value == null ? to.without(key) : to.with(key, value);
    }
}
