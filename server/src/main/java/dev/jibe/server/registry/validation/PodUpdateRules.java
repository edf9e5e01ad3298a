package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.server.registry.Semantic;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What of a pod may change once it is there.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement">Pod update and
 * replacement</a>.
 */
final class PodUpdateRules {

    private static final String RULE =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

    private PodUpdateRules() {}

    static void check(Place pod, JsonMap old) {
        var spec = pod.in("spec");
        var before = old.map("spec");
        annotations(pod, old);
        if (images(spec, before, "containers") || images(spec, before, "initContainers")) {
            return;
        }
        if (deadline(spec, before)) {
            return;
        }
        tolerations(spec, before);
        gates(spec, before);
        if (Semantic.equal(spec.map(), before)) {
            return;
        }
        var munged = munged(spec, before);
        if (!Semantic.equal(munged, before)) {
            spec.forbidden("", RULE + GoStructs.diff("PodSpec", before, munged));
        }
    }

    /** Annotations that mean something stay, and are looked at like those of a new pod. */
    static void annotations(Place pod, JsonMap old) {
        var metadata = pod.in("metadata");
        var now = metadata.map("annotations");
        var then = old.map("metadata").map("annotations");
        for (var key : then.strings().keySet()) {
            if (!Objects.equals(now.get(key), then.get(key))) {
                kept(metadata, key, "may not remove or update ");
            }
        }
        for (var key : now.strings().keySet()) {
            if (!then.has(key)) {
                kept(metadata, key, "may not add ");
            }
        }
        PodKinds.annotations(metadata, pod.in("spec"));
    }

    private static void kept(Place metadata, String key, String what) {
        if (key.startsWith(PodKinds.APP_ARMOR)) {
            metadata.forbidden("annotations[" + key + "]", what + "AppArmor annotations");
        } else if (key.equals(PodKinds.MIRROR)) {
            metadata.forbidden("annotations[" + key + "]", what + "mirror pod annotation");
        }
    }

    /** Whether there is nothing more to look at: containers were added or removed. */
    private static boolean images(Place spec, JsonMap before, String kind) {
        var containers = spec.list(kind);
        if (containers.size() != before.list(kind).size()) {
            spec.forbidden(kind, "pod updates may not add or remove containers");
            return true;
        }
        for (int i = 0; i < containers.size(); i++) {
            if (containers.map(i).string("image").strip().isEmpty()) {
                spec.item(kind, i).required("image");
            }
            ContainerRules.image(spec.item(kind, i));
        }
        return false;
    }

    private static boolean deadline(Place spec, JsonMap before) {
        var key = "activeDeadlineSeconds";
        if (!spec.has(key)) {
            if (before.has(key)) {
                spec.invalid(key, null, "must not update from a positive integer to nil value");
            }
            return false;
        }
        long now = spec.number(key);
        if (now < 0 || now > Integer.MAX_VALUE) {
            spec.between(key, now, 0, Integer.MAX_VALUE);
            return true;
        }
        if (before.has(key) && before.number(key) < now) {
            spec.invalid(key, now, "must be less than or equal to previous value");
            return true;
        }
        return false;
    }

    private static void tolerations(Place spec, JsonMap before) {
        var kept = new HashSet<JsonMap>();
        spec.list("tolerations").maps().forEach(t -> kept.add(t.without("tolerationSeconds")));
        boolean removed =
                !before.list("tolerations").maps().allMatch(t -> kept.contains(t.without("tolerationSeconds")));
        if (removed) {
            spec.forbidden("tolerations", "existing toleration can not be modified except its tolerationSeconds");
            return;
        }
        AffinityRules.tolerations(spec, "tolerations");
    }

    private static void gates(Place spec, JsonMap before) {
        Set<String> known = new HashSet<>();
        before.list("schedulingGates").maps().forEach(gate -> known.add(gate.string("name")));
        spec.each("schedulingGates", gate -> {
            if (!known.contains(gate.text("name"))) {
                gate.forbidden(
                        "name", "only deletion is allowed, but found new scheduling gate '" + gate.text("name") + "'");
            }
        });
    }

    /** The new spec with the old one's values of what may change. */
    private static JsonMap munged(Place spec, JsonMap before) {
        var munged = spec.map();
        for (var kind : List.of("containers", "initContainers")) {
            if (munged.has(kind)) {
                munged = munged.with(kind, withOld(munged.list(kind), before.list(kind), "image"));
            }
        }
        for (var key : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
            munged = copied(before, munged, key);
        }
        if (before.number("terminationGracePeriodSeconds") < 0 && munged.number("terminationGracePeriodSeconds") == 1) {
            munged = copied(before, munged, "terminationGracePeriodSeconds");
        }
        return before.list("schedulingGates").isEmpty() ? munged : gated(spec, munged, before);
    }

    private static JsonMap copied(JsonMap from, JsonMap to, String key) {
        var value = from.get(key);
        return value == null ? to.without(key) : to.with(key, value);
    }

    private static JsonList withOld(JsonList containers, JsonList before, String key) {
        var result = containers;
        for (int i = 0; i < containers.size(); i++) {
            result = result.set(i, copied(before.map(i), containers.map(i), key));
        }
        return result;
    }

    /** A pod that is not yet free to be scheduled may be narrowed down to fewer nodes. */
    private static JsonMap gated(Place spec, JsonMap munged, JsonMap before) {
        var selector = before.map("nodeSelector");
        var result = munged;
        if (!munged.map("nodeSelector").equals(selector)) {
            selector.strings().forEach((key, value) -> {
                if (!spec.map("nodeSelector").has(key)) {
                    spec.invalid(
                            "nodeSelector",
                            spec.map("nodeSelector"),
                            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                } else if (!spec.map("nodeSelector").string(key).equals(value)) {
                    spec.invalid(
                            "nodeSelector",
                            spec.map("nodeSelector"),
                            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
                }
            });
            result = copied(before, result, "nodeSelector");
        }
        var now = result.map("affinity").map("nodeAffinity");
        var then = before.map("affinity").map("nodeAffinity");
        if (!now.equals(then)) {
            GatedAffinity.check(spec.in("affinity").in("nodeAffinity"), then);
            var affinity = copied(before.map("affinity"), result.map("affinity"), "nodeAffinity");
            result = affinity.isEmpty() && !before.has("affinity")
                    ? result.without("affinity")
                    : result.with("affinity", affinity);
        }
        return result;
    }

    /** Whether two amounts differ. */
    static boolean differ(String one, String other) {
        return one.isEmpty() != other.isEmpty()
                || !one.isEmpty() && Quantity.parse(one).compareTo(Quantity.parse(other)) != 0;
    }
}
