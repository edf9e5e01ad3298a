package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What runs pods: the numbers, the selector, the template, and how it is replaced. */
final class WorkloadRules {

    private static final FieldPath SPEC = FieldPath.ROOT.at("spec");

    private WorkloadRules() {}

    static void deployment(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        checks.notNegative(SPEC, spec, "replicas");
        selector(checks, spec);
        alwaysRestarting(checks, spec, Set.of());
        strategy(checks, SPEC.at("strategy"), spec.map("strategy"));
        checks.notNegative(SPEC, spec, "minReadySeconds").notNegative(SPEC, spec, "revisionHistoryLimit");
        if (spec.has("progressDeadlineSeconds")) {
            checks.notNegative(SPEC, spec, "progressDeadlineSeconds");
            long deadline = spec.number("progressDeadlineSeconds");
            if (deadline <= spec.number("minReadySeconds")) {
                checks.invalid(SPEC.at("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
            }
        }
    }

    private static void strategy(Checks checks, FieldPath path, JsonMap strategy) {
        var rolling = strategy.map("rollingUpdate");
        var at = path.at("rollingUpdate");
        switch (strategy.string("type")) {
            case "Recreate" -> {
                if (strategy.has("rollingUpdate")) {
                    checks.forbidden(at, "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                var unavailable = rolling.get("maxUnavailable");
                var surge = rolling.get("maxSurge");
                checks.countOrPercent(at.at("maxUnavailable"), unavailable).countOrPercent(at.at("maxSurge"), surge);
                if (isNothing(unavailable) && isNothing(surge)) {
                    checks.invalid(at.at("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
                }
                checks.notOverHundredPercent(at.at("maxUnavailable"), unavailable);
            }
            case "" -> checks.required(path, "");
            default -> checks.oneOf(path, strategy.string("type"), List.of("Recreate", "RollingUpdate"));
        }
    }

    private static boolean isNothing(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Long count && count == 0 || "0%".equals(value);
    }

    static void replicaSet(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        checks.notNegative(SPEC, spec, "replicas").notNegative(SPEC, spec, "minReadySeconds");
        selector(checks, spec);
        alwaysRestarting(checks, spec, Set.of());
    }

    static void daemonSet(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        SelectorRules.check(checks, SPEC.at("selector"), spec.map("selector"));
        SelectorRules.matchesTemplate(checks, SPEC, spec.map("selector"), spec.map("template"));
        alwaysRestarting(checks, spec, Set.of());
        checks.notNegative(SPEC, spec, "minReadySeconds").notNegative(SPEC, spec, "revisionHistoryLimit");
    }

    static void statefulSet(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        checks.notNegative(SPEC, spec, "replicas").notNegative(SPEC, spec, "minReadySeconds");
        selector(checks, spec);
        var claims = new HashSet<String>();
        spec.list("volumeClaimTemplates")
                .maps()
                .forEach(claim -> claims.add(claim.map("metadata").string("name")));
        alwaysRestarting(checks, spec, claims);
    }

    static void replicationController(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        checks.notNegative(SPEC, spec, "minReadySeconds");
        if (spec.map("selector").isEmpty()) {
            checks.required(SPEC.at("selector"), "");
        }
        checks.notNegative(SPEC, spec, "replicas");
        SelectorRules.matchesTemplate(
                checks, SPEC, JsonMap.of("matchLabels", spec.map("selector")), spec.map("template"));
        alwaysRestarting(checks, spec, Set.of());
    }

    static void job(Checks checks, JsonMap object) {
        job(checks, SPEC, object.map("spec"));
        var spec = object.map("spec");
        if (spec.map("selector").isEmpty()) {
            checks.required(SPEC.at("selector"), "");
        }
        SelectorRules.matchesTemplate(checks, SPEC, spec.map("selector"), spec.map("template"));
    }

    private static void job(Checks checks, FieldPath path, JsonMap spec) {
        for (var key : List.of(
                "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished")) {
            checks.notNegative(path, spec, key);
        }
        var template = path.at("template");
        PodRules.template(checks, template, spec.map("template"), Set.of());
        var restart = spec.map("template").map("spec").string("restartPolicy");
        if (restart.isEmpty() || restart.equals("Always")) {
            checks.required(template.at("spec").at("restartPolicy"), "valid values: \"OnFailure\", \"Never\"");
        }
    }

    static void cronJob(Checks checks, JsonMap object) {
        var spec = object.map("spec");
        if (spec.string("schedule").isEmpty()) {
            checks.required(SPEC.at("schedule"), "");
        }
        for (var key : List.of("startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
            checks.notNegative(SPEC, spec, key);
        }
        checks.oneOf(
                SPEC.at("concurrencyPolicy"), spec.string("concurrencyPolicy"), List.of("Allow", "Forbid", "Replace"));
        job(checks, SPEC.at("jobTemplate").at("spec"), spec.map("jobTemplate").map("spec"));
    }

    private static void selector(Checks checks, JsonMap spec) {
        var selector = spec.map("selector");
        if (!spec.has("selector")) {
            checks.required(SPEC.at("selector"), "");
            var labels = spec.map("template").map("metadata").map("labels");
            checks.invalid(
                    SPEC.at("template").at("metadata").at("labels"),
                    labels.isEmpty() ? null : labels,
                    "`selector` does not match template `labels`");
            return;
        }
        SelectorRules.check(checks, SPEC.at("selector"), selector);
        if (selector.map("matchLabels").isEmpty()
                && selector.list("matchExpressions").isEmpty()) {
            checks.invalid(SPEC.at("selector"), selector, "empty selector is invalid for deployment");
        }
        SelectorRules.matchesTemplate(checks, SPEC, selector, spec.map("template"));
    }

    private static void alwaysRestarting(Checks checks, JsonMap spec, Set<String> claims) {
        var template = spec.map("template");
        var at = SPEC.at("template");
        PodRules.template(checks, at, template, claims);
        var policy = template.map("spec").string("restartPolicy");
        if (!policy.isEmpty() && !policy.equals("Always")) {
            checks.oneOf(at.at("spec").at("restartPolicy"), policy, List.of("Always"));
        }
        if (template.map("spec").has("activeDeadlineSeconds")) {
            checks.forbidden(
                    at.at("spec").at("activeDeadlineSeconds"), "activeDeadlineSeconds in ReplicaSet is not Supported");
        }
    }

    /** The selector of a workload is what makes its pods its own: it stays. */
    static void sameSelector(Checks checks, JsonMap object, JsonMap old) {
        checks.immutable(
                SPEC.at("selector"),
                object.map("spec").map("selector"),
                old.map("spec").map("selector"));
    }

    static void sameStatefulSet(Checks checks, JsonMap object, JsonMap old) {
        var now = object.map("spec");
        var then = old.map("spec");
        for (var key : List.of(
                "replicas",
                "ordinals",
                "template",
                "updateStrategy",
                "revisionHistoryLimit",
                "persistentVolumeClaimRetentionPolicy",
                "minReadySeconds")) {
            now = now.without(key);
            then = then.without(key);
        }
        if (!now.equals(then)) {
            checks.forbidden(
                    SPEC,
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden");
        }
    }

    static void sameJob(Checks checks, JsonMap object, JsonMap old) {
        var now = object.map("spec");
        var then = old.map("spec");
        if (!now.string("completionMode").equals("Indexed")) {
            checks.immutable(SPEC.at("completions"), now.get("completions"), then.get("completions"));
        }
        checks.immutable(SPEC.at("selector"), now.map("selector"), then.map("selector"));
        boolean suspended = then.bool("suspend");
        if (!suspended) {
            checks.immutable(SPEC.at("template"), now.map("template"), then.map("template"));
        }
        checks.immutable(SPEC.at("completionMode"), now.get("completionMode"), then.get("completionMode"));
    }
}
