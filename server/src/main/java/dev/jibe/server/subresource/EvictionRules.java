package dev.jibe.server.subresource;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.request.ApiException;

/**
 * What disruption budgets allow, and what evictions leave behind in budgets and pods.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/run-application/configure-pdb/">Specifying a Disruption Budget</a>.
 */
final class EvictionRules {
    private static final String CONDITION = "DisruptionAllowed";

    /** Evictions that may await their end at a time. */
    private static final int MOST_DISRUPTED = 2000;

    private EvictionRules() {}

    /** Whether a pod that is not ready may go without being counted, since it does not serve anyway. */
    static boolean needsNoBudget(JsonMap pod, JsonMap budget) {
        boolean ready = pod.map("status")
                .list("conditions")
                .maps()
                .anyMatch(it ->
                        it.string("type").equals("Ready") && it.string("status").equals("True"));
        if (ready) {
            return false;
        }
        var status = budget.map("status");
        return budget.map("spec").string("unhealthyPodEvictionPolicy").equals("AlwaysAllow")
                || (status.number("currentHealthy") >= status.number("desiredHealthy")
                        && status.number("desiredHealthy") > 0);
    }

    static void check(JsonMap budget) {
        var status = budget.map("status");
        var name = budget.map("metadata").string("name");
        if (status.number("observedGeneration") < budget.map("metadata").number("generation")) {
            throw refused("The disruption budget " + name + " is still being processed by the server.", 10);
        }
        if (status.number("disruptionsAllowed") < 0) {
            throw forbidden(name, "pdb disruptions allowed is negative");
        }
        if (status.map("disruptedPods").size() > MOST_DISRUPTED) {
            throw forbidden(name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (status.number("disruptionsAllowed") == 0) {
            throw refused(whyNot(name, status), 0);
        }
    }

    private static String whyNot(String name, JsonMap status) {
        return status.list("conditions")
                .maps()
                .filter(it -> it.string("type").equals(CONDITION)
                        && it.string("status").equals("False")
                        && it.string("reason").equals("SyncFailed"))
                .findFirst()
                .map(it -> "The disruption budget " + name
                        + " does not allow evicting pods currently because it failed sync: " + it.string("message"))
                .orElseGet(() -> tooFew(name, status));
    }

    private static String tooFew(String name, JsonMap status) {
        long wanted = status.number("desiredHealthy");
        long healthy = status.number("currentHealthy");
        return healthy > wanted
                ? "The disruption budget " + name + " does not allow evicting pods currently"
                : "The disruption budget " + name + " needs " + wanted + " healthy pods and has " + healthy
                        + " currently";
    }

    /** The budget with one disruption less to give. */
    static JsonMap disrupted(JsonMap budget, String pod, String now) {
        var status = budget.map("status");
        long left = status.number("disruptionsAllowed") - 1;
        var taken = status.with("disruptionsAllowed", left)
                .with("disruptedPods", status.map("disruptedPods").with(pod, now));
        if (left == 0) {
            var condition = JsonMap.of(
                    "type",
                    CONDITION,
                    "status",
                    "False",
                    "reason",
                    "InsufficientPods",
                    "message",
                    "",
                    "observedGeneration",
                    status.number("observedGeneration"));
            taken = taken.with("conditions", with(status.list("conditions"), condition, now));
        }
        return budget.with("status", taken)
                .with("metadata", budget.map("metadata").without("resourceVersion"));
    }

    static JsonMap evicted(JsonMap pod, String now) {
        var condition = JsonMap.of(
                "type",
                "DisruptionTarget",
                "status",
                "True",
                "reason",
                "EvictionByEvictionAPI",
                "message",
                "Eviction API: evicting",
                "lastProbeTime",
                Null.NULL);
        var conditions = with(pod.map("status").list("conditions"), condition, now);
        return pod.withAt(conditions, "status", "conditions");
    }

    /** The conditions with this one; its time stays unless its status changes. */
    private static JsonList with(JsonList conditions, JsonMap condition, String now) {
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i) instanceof JsonMap before
                    && before.string("type").equals(condition.string("type"))) {
                boolean isSame = before.string("status").equals(condition.string("status"));
                var time = isSame ? before.string("lastTransitionTime") : now;
                return conditions.set(i, condition.with("lastTransitionTime", time));
            }
        }
        return conditions.with(condition.with("lastTransitionTime", now));
    }

    private static ApiException forbidden(String name, String message) {
        return ApiException.forbidden(
                "poddisruptionbudgets.policy \"" + name + "\" is forbidden: " + message,
                JsonMap.of("group", "policy", "kind", "poddisruptionbudgets", "name", name));
    }

    private static ApiException refused(String message, long retryAfterSeconds) {
        var cause = JsonMap.of("reason", "DisruptionBudget", "message", message);
        var details = JsonMap.of("causes", JsonList.of(cause));
        details = retryAfterSeconds == 0 ? details : details.with("retryAfterSeconds", retryAfterSeconds);
        return ApiException.tooManyRequests(
                "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }
}
