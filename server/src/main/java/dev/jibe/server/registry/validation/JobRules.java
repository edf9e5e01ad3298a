package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Jobs: work that ends.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">Jobs</a>.
 */
final class JobRules {

    private static final String UID = "batch.kubernetes.io/controller-uid";
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> EXIT_OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final int MAX_INDEXED = 100_000;
    private static final int MAX_RULES = 20;
    private static final String NEEDS_INDEXED = "requires indexed completion mode";

    private JobRules() {}

    static void job(Place job) {
        var spec = job.in("spec");
        generatedSelector(job, spec);
        spec(job);
    }

    static void spec(Place job) {
        var spec = job.in("spec");
        check(spec);
        if (!spec.has("selector")) {
            spec.required("selector");
        } else {
            SelectorRules.labels(spec, "selector");
        }
        WorkloadRules.matches(spec, spec.get("selector") instanceof JsonMap map ? map : null);
    }

    /** The name of the last pod has to fit into a label. */
    static void podNames(Place job) {
        var spec = job.map("spec");
        if (spec.string("completionMode").equals("Indexed") && spec.number("completions") > 0) {
            var name = job.map("metadata").string("name");
            var last = name + "-" + (spec.number("completions") - 1);
            if (!Naming.LABEL.wrong(last, false).isEmpty()) {
                job.in("metadata").invalid("name", name, "will not able to create pod with invalid DNS label: " + last);
            }
        }
    }

    private static void generatedSelector(Place job, Place spec) {
        if (spec.flag("manualSelector") || !spec.has("selector")) {
            return;
        }
        var uid = job.map("metadata").string("uid");
        var selector = spec.map("selector");
        var name = job.map("metadata").string("name");
        var template = spec.in("template").in("metadata");
        var labels = template.map("labels");
        for (var label : List.of("controller-uid", "job-name", UID, "batch.kubernetes.io/job-name")) {
            var wanted = label.endsWith("uid") ? uid : name;
            if (!labels.has(label)) {
                template.required("labels[" + label + "]", "must be '" + wanted + "'");
            } else if (!labels.string(label).equals(wanted)) {
                template.invalid("labels[" + label + "]", labels, "must be '" + wanted + "'");
            }
        }
        var expected =
                JsonMap.of(UID, uid, "controller-uid", uid, "batch.kubernetes.io/job-name", name, "job-name", name);
        if (!SelectorRules.isBroken(selector) && !SelectorRules.matches(selector, expected)) {
            spec.invalid("selector", SelectorRules.shown(selector), "`selector` not auto-generated");
        }
    }

    /** What jobs and their templates have in common. */
    static void check(Place spec) {
        for (var key : List.of(
                "parallelism",
                "completions",
                "activeDeadlineSeconds",
                "backoffLimit",
                "ttlSecondsAfterFinished",
                "backoffLimitPerIndex")) {
            spec.notNegative(key);
        }
        if (spec.has("maxFailedIndexes")) {
            spec.notNegative("maxFailedIndexes");
            if (!spec.has("backoffLimitPerIndex")) {
                spec.required("backoffLimitPerIndex", "when maxFailedIndexes is specified");
            }
        }
        if (spec.has("managedBy")) {
            Formats.domainPath(spec, "managedBy");
            if (spec.text("managedBy").length() > 63) {
                spec.tooLong("managedBy", 63);
            }
        }
        modes(spec);
        if (spec.has("podFailurePolicy")) {
            failurePolicy(spec);
        }
        if (spec.has("successPolicy")) {
            successPolicy(spec);
        }
        replacement(spec);
        PodKinds.template(spec.in("template"));
        restart(spec);
    }

    private static void modes(Place spec) {
        spec.oneOfIfSet("completionMode", List.of("NonIndexed", "Indexed"));
        if (spec.text("completionMode").equals("Indexed")) {
            if (!spec.has("completions")) {
                spec.required("completions", "when completion mode is Indexed");
            }
            if (spec.number("parallelism") > MAX_INDEXED) {
                spec.invalid(
                        "parallelism",
                        spec.number("parallelism"),
                        "must be less than or equal to " + MAX_INDEXED + " when completion mode is Indexed");
            }
            manyIndexes(spec);
        } else if (!spec.has("completionMode") || spec.text("completionMode").equals("NonIndexed")) {
            for (var key : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
                if (spec.has(key)) {
                    spec.invalid(key, spec.number(key), NEEDS_INDEXED);
                }
            }
        }
    }

    private static void manyIndexes(Place spec) {
        if (!spec.has("backoffLimitPerIndex") || !spec.has("completions")) {
            return;
        }
        if (spec.has("maxFailedIndexes") && spec.number("maxFailedIndexes") > spec.number("completions")) {
            spec.invalid(
                    "maxFailedIndexes", spec.number("maxFailedIndexes"), "must be less than or equal to completions");
        }
        if (spec.number("maxFailedIndexes") > MAX_INDEXED) {
            spec.invalid(
                    "maxFailedIndexes",
                    spec.number("maxFailedIndexes"),
                    "must be less than or equal to " + MAX_INDEXED);
        }
        if (spec.number("completions") > MAX_INDEXED) {
            int most = MAX_INDEXED / 10;
            if (spec.number("parallelism") > most) {
                spec.invalid(
                        "parallelism",
                        spec.number("parallelism"),
                        "must be less than or equal to " + most + " when completions are above " + MAX_INDEXED
                                + " and used with backoff limit per index");
            }
            if (!spec.has("maxFailedIndexes")) {
                spec.required("maxFailedIndexes", "must be specified when completions is above " + MAX_INDEXED);
            } else if (spec.number("maxFailedIndexes") > most) {
                spec.invalid(
                        "maxFailedIndexes",
                        spec.number("maxFailedIndexes"),
                        "must be less than or equal to " + most + " when completions are above " + MAX_INDEXED
                                + " and used with backoff limit per index");
            }
        }
    }

    private static String valid(List<String> values) {
        return "valid values: "
                + values.stream()
                        .map(value -> "\"" + value + "\"")
                        .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
    }

    private static void failurePolicy(Place spec) {
        var policy = spec.in("podFailurePolicy");
        int rules = policy.list("rules").size();
        if (rules > MAX_RULES) {
            policy.tooMany("rules", rules, MAX_RULES);
        }
        Set<String> containers = new HashSet<>();
        var pod = spec.map("template").map("spec");
        Stream.of("containers", "initContainers")
                .flatMap(kind -> pod.list(kind).maps())
                .forEach(container -> containers.add(container.string("name")));
        policy.each("rules", rule -> {
            var action = rule.text("action");
            if (action.isEmpty()) {
                rule.required("action", valid(ACTIONS));
            } else if (action.equals("FailIndex")) {
                if (!spec.has("backoffLimitPerIndex")) {
                    rule.invalid("action", action, "requires the backoffLimitPerIndex to be set");
                }
            } else {
                rule.oneOf("action", ACTIONS);
            }
            boolean conditions = !rule.list("onPodConditions").isEmpty();
            if (rule.has("onExitCodes")) {
                exitCodes(rule.in("onExitCodes"), containers);
            }
            if (conditions) {
                podConditions(rule);
            }
            if (rule.has("onExitCodes") && conditions) {
                rule.invalidUnseen("", "specifying both OnExitCodes and OnPodConditions is not supported");
            } else if (rule.has("onExitCodes") || conditions) {
                // Exactly one of them.
            } else {
                rule.invalidUnseen("", "specifying one of OnExitCodes and OnPodConditions is required");
            }
        });
    }

    private static void podConditions(Place rule) {
        int count = rule.list("onPodConditions").size();
        if (count > MAX_RULES) {
            rule.tooMany("onPodConditions", count, MAX_RULES);
        }
        rule.each("onPodConditions", condition -> {
            condition.invalid("type", condition.text("type"), Formats.qualifiedName(condition.text("type")));
            if (condition.text("status").isEmpty()) {
                condition.required("status", valid(STATUSES));
            } else {
                condition.oneOf("status", STATUSES);
            }
        });
    }

    private static void exitCodes(Place codes, Set<String> containers) {
        if (codes.text("operator").isEmpty()) {
            codes.required("operator", valid(EXIT_OPERATORS));
        } else {
            codes.oneOf("operator", EXIT_OPERATORS);
        }
        if (codes.has("containerName") && !containers.contains(codes.text("containerName"))) {
            codes.invalid(
                    "containerName",
                    codes.text("containerName"),
                    "must be one of the container or initContainer names in the pod template");
        }
        var values = codes.list("values");
        if (values.isEmpty()) {
            codes.invalid("values", codes.get("values"), "at least one value is required");
        } else if (values.size() > 255) {
            codes.tooMany("values", values.size(), 255);
        }
        Set<Object> seen = new HashSet<>();
        boolean ordered = true;
        for (int i = 0; i < values.size(); i++) {
            long value = (Long) values.get(i);
            if (codes.text("operator").equals("In") && value == 0) {
                codes.invalid("values[" + i + "]", value, "must not be 0 for the In operator");
            }
            if (!seen.add(value)) {
                codes.duplicate("values[" + i + "]", value);
            }
            ordered &= i == 0 || (Long) values.get(i - 1) <= value;
        }
        if (!ordered) {
            codes.invalid("values", values, "must be ordered");
        }
    }

    private static void successPolicy(Place spec) {
        var policy = spec.in("successPolicy");
        if (!spec.text("completionMode").equals("Indexed")) {
            spec.invalid("successPolicy", GoStructs.text("SuccessPolicy", policy.map()), NEEDS_INDEXED);
            return;
        }
        int rules = policy.list("rules").size();
        if (rules == 0) {
            policy.required("rules", "at least one rules must be specified when the successPolicy is specified");
        }
        if (rules > MAX_RULES) {
            policy.tooMany("rules", rules, MAX_RULES);
        }
        policy.each("rules", rule -> SuccessRule.check(rule, spec.number("completions")));
    }

    private static void replacement(Place spec) {
        if (!spec.has("podReplacementPolicy")) {
            return;
        }
        if (spec.has("podFailurePolicy")) {
            spec.oneOf("podReplacementPolicy", List.of("Failed"));
        } else {
            spec.oneOf("podReplacementPolicy", List.of("Failed", "TerminatingOrFailed"));
        }
    }

    private static void restart(Place spec) {
        var pod = spec.in("template").in("spec");
        var policy = pod.text("restartPolicy");
        if (policy.isEmpty() || policy.equals("Always")) {
            pod.required("restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        } else if (!List.of("OnFailure", "Never").contains(policy)) {
            pod.unsupported("restartPolicy", policy, List.of("OnFailure", "Never"));
        } else if (spec.has("podFailurePolicy") && !policy.equals("Never")) {
            pod.invalid("restartPolicy", policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    static void same(Place job, JsonMap old) {
        var now = job.in("spec");
        var then = old.map("spec");
        boolean indexed = now.text("completionMode").equals("Indexed");
        boolean changed = !java.util.Objects.equals(now.get("completions"), then.get("completions"));
        if (!indexed) {
            now.immutable("completions", then);
        } else if (changed
                && !(java.util.Objects.equals(then.get("completions"), then.get("parallelism"))
                        && java.util.Objects.equals(now.get("completions"), now.get("parallelism")))) {
            now.invalid("completions", now.get("completions"), "can only be modified in tandem with spec.parallelism");
        }
        WorkloadRules.sameSelector(job, old);
        sameTemplate(job, old);
        now.immutable("completionMode", then);
        if (!now.map("podFailurePolicy").equals(then.map("podFailurePolicy"))) {
            now.invalid(
                    "podFailurePolicy",
                    now.has("podFailurePolicy") ? GoStructs.text("FailurePolicy", now.map("podFailurePolicy")) : null,
                    "field is immutable");
        }
        now.immutable("backoffLimitPerIndex", then);
        now.immutable("managedBy", then);
        if (!now.map("successPolicy").equals(then.map("successPolicy"))) {
            now.invalid(
                    "successPolicy",
                    now.has("successPolicy") ? GoStructs.text("SuccessPolicy", now.map("successPolicy")) : null,
                    "field is immutable");
        }
    }

    /** The template stays, but for where its pods go, as long as the job has not started yet. */
    private static void sameTemplate(Place job, JsonMap old) {
        var template = job.map("spec").map("template");
        var then = old.map("spec").map("template");
        boolean waiting = old.map("spec").bool("suspend") && !old.map("status").has("startTime");
        if (!waiting) {
            if (!Semantic.equal(template, then)) {
                job.in("spec").invalid("template", GoStructs.text("PodTemplateSpec", template), "field is immutable");
            }
            return;
        }
        var now = template.map("spec");
        var kept = withResources(withPlacement(then, template).map("spec"), now);
        if (!Semantic.equal(now, kept)) {
            job.in("spec").in("template").invalid("spec", GoStructs.text("PodSpec", now), "field is immutable");
        }
    }

    /** What the containers of a job that waits need may still be said anew. */
    private static JsonMap withResources(JsonMap then, JsonMap now) {
        var spec = then;
        for (var kind : List.of("containers", "initContainers")) {
            var containers = spec.list(kind);
            for (int i = 0; i < Math.min(containers.size(), now.list(kind).size()); i++) {
                containers = containers.set(i, copied(now.list(kind).map(i), containers.map(i), "resources"));
            }
            spec = containers.isEmpty() ? spec : spec.with(kind, containers);
        }
        return spec;
    }

    private static JsonMap withPlacement(JsonMap then, JsonMap now) {
        var spec = then.map("spec");
        for (var key : List.of("nodeSelector", "tolerations", "schedulingGates")) {
            spec = copied(now.map("spec"), spec, key);
        }
        var affinity = copied(now.map("spec").map("affinity"), spec.map("affinity"), "nodeAffinity");
        if (spec.has("affinity") || !affinity.isEmpty()) {
            spec = affinity.isEmpty() && !now.map("spec").has("affinity")
                    ? spec.without("affinity")
                    : spec.with("affinity", affinity);
        }
        var metadata = then.map("metadata");
        for (var key : List.of("labels", "annotations")) {
            metadata = copied(now.map("metadata"), metadata, key);
        }
        return then.with("metadata", metadata).with("spec", spec);
    }

    private static JsonMap copied(JsonMap from, JsonMap to, String key) {
        var value = from.get(key);
        return value == null ? to.without(key) : to.with(key, value);
    }
}
