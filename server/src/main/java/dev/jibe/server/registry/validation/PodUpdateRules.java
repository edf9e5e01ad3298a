package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.HashSet;

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
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private PodUpdateRules() {}

    static void check(Checks checks, JsonMap pod, JsonMap old) {
        var spec = pod.map("spec");
        var before = old.map("spec");
        var path = FieldPath.ROOT.at("spec");
        gates(checks, path.at("schedulingGates"), spec, before);
        boolean gated = !before.list("schedulingGates").isEmpty();
        if (!comparable(spec, gated).equals(comparable(before, gated)) || removesToleration(spec, before)) {
            checks.forbidden(path, RULE);
        }
    }

    private static void gates(Checks checks, FieldPath path, JsonMap spec, JsonMap before) {
        var known = new HashSet<String>();
        before.list("schedulingGates").maps().forEach(gate -> known.add(gate.string("name")));
        var gates = spec.list("schedulingGates");
        for (int i = 0; i < gates.size(); i++) {
            var name = gates.map(i).string("name");
            if (!known.contains(name)) {
                checks.forbidden(
                        path.at(i).at("name"),
                        "only deletion is allowed, but found new scheduling gate '" + name + "'");
            }
        }
    }

    private static boolean removesToleration(JsonMap spec, JsonMap before) {
        var kept = spec.list("tolerations")
                .maps()
                .map(t -> t.without("tolerationSeconds"))
                .toList();
        return !before.list("tolerations")
                .maps()
                .map(t -> t.without("tolerationSeconds"))
                .allMatch(kept::contains);
    }

    /** The spec without what may change. */
    private static JsonMap comparable(JsonMap spec, boolean gated) {
        var fixed = spec.without("activeDeadlineSeconds").without("tolerations").without("schedulingGates");
        if (spec.number("terminationGracePeriodSeconds") < 0 || spec.number("terminationGracePeriodSeconds") == 1) {
            fixed = fixed.without("terminationGracePeriodSeconds");
        }
        if (gated) {
            // A pod that is not scheduled yet may be narrowed down to fewer nodes.
            fixed = fixed.without("nodeSelector").without("affinity");
        }
        return fixed.with("containers", withoutImages(spec.list("containers")))
                .with("initContainers", withoutImages(spec.list("initContainers")));
    }

    private static JsonList withoutImages(JsonList containers) {
        return JsonList.copyOf(containers.maps().map(c -> c.without("image")).toList());
    }
}
