package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a job's status, whoever runs the job: what is wrong already may stay, so that the rest can be written.
 *
 * <p>See <a href="https://kep.k8s.io/4368">KEP-4368</a>.
 */
final class JobStatusRules {

    private static final String COMPLETE = "Complete";
    private static final String FAILED = "Failed";
    private static final String TARGET = "FailureTarget";
    private static final String CRITERIA = "SuccessCriteriaMet";
    private static final List<String> COUNTERS = List.of("active", "succeeded", "failed", "ready", "terminating");

    private final Place status;
    private final JsonMap spec;
    private final JsonMap before;
    private final JsonMap now;

    private JobStatusRules(Place job, JsonMap old) {
        this.status = job.in("status");
        this.spec = job.map("spec");
        this.now = job.map("status");
        this.before = old.map("status");
    }

    static void check(Place job, JsonMap old) {
        var rules = new JobStatusRules(job, old);
        COUNTERS.forEach(rules.status::notNegative);
        rules.uncounted();
        rules.end();
        rules.times();
        rules.failure();
        rules.finished();
        rules.indexes();
        rules.counters();
        rules.criteria();
        rules.change();
    }

    private static boolean is(JsonMap status, String type) {
        return status.list("conditions")
                .maps()
                .anyMatch(each -> each.string("type").equals(type)
                        && each.string("status").equals("True"));
    }

    private boolean is(String type) {
        return is(now, type);
    }

    private boolean isFinished() {
        return is(COMPLETE) || is(FAILED);
    }

    /** Whether a condition, or one of the fields, differs. */
    private boolean changed(String... keys) {
        for (var key : keys) {
            boolean condition = Character.isUpperCase(key.charAt(0));
            boolean same = condition ? is(before, key) == is(now, key) : Semantic.equal(before.get(key), now.get(key));
            if (!same) {
                return true;
            }
        }
        return false;
    }

    private boolean finishChanged() {
        return isFinished() != (is(before, COMPLETE) || is(before, FAILED));
    }

    private void conditions(String detail) {
        status.report().add(new FieldError("FieldValueInvalid", "status.conditions", "Invalid value: " + detail));
    }

    private void uncounted() {
        Set<Object> seen = new HashSet<>();
        var pods = now.map("uncountedTerminatedPods");
        for (var kind : List.of("succeeded", "failed")) {
            JsonList ids = pods.list(kind);
            for (int i = 0; i < ids.size(); i++) {
                var at = "uncountedTerminatedPods." + kind + "[" + i + "]";
                if (ids.get(i).equals("")) {
                    status.invalid(at, "", "must not be empty");
                } else if (!seen.add(ids.get(i))) {
                    status.duplicate(at, ids.get(i));
                }
            }
        }
    }

    private void end() {
        if (changed(COMPLETE, FAILED) && is(COMPLETE) && is(FAILED)) {
            conditions("cannot set Complete=True and Failed=true conditions");
        }
        if (changed(COMPLETE, TARGET) && is(COMPLETE) && is(TARGET)) {
            conditions("cannot set Complete=True and FailureTarget=true conditions");
        }
    }

    private void times() {
        var completed = now.string("completionTime");
        var started = now.string("startTime");
        if (changed(COMPLETE, "completionTime")) {
            if (!completed.isEmpty() && !is(COMPLETE)) {
                status.invalid(
                        "completionTime",
                        completed,
                        "cannot set completionTime when there is no Complete=True condition");
            }
            if (completed.isEmpty() && is(COMPLETE)) {
                status.required("completionTime", "completionTime is required for Complete jobs");
            }
        }
        boolean backwards = !completed.isEmpty() && !started.isEmpty() && completed.compareTo(started) < 0;
        if (changed("startTime", "completionTime") && backwards) {
            status.invalid("completionTime", completed, "must be equal to or after `startTime`");
        }
    }

    private void failure() {
        if (changed(FAILED, "failedIndexes") && is(FAILED) && !is(TARGET)) {
            conditions("cannot set Failed=True condition without the FailureTarget=true condition");
        }
        if (changed(COMPLETE, CRITERIA) && is(COMPLETE) && !is(CRITERIA)) {
            conditions("cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        }
    }

    private void finished() {
        if (!isFinished()) {
            return;
        }
        boolean changed = finishChanged();
        if ((changed || changed("active")) && now.number("active") > 0) {
            status.invalid("active", now.number("active"), "active>0 is invalid for finished job");
        }
        boolean nothing = spec.bool("suspend") && spec.has("completions") && spec.number("completions") == 0;
        if ((changed || changed("startTime")) && !nothing && !now.has("startTime")) {
            status.required("startTime", "startTime is required for finished job");
        }
        var pods = now.map("uncountedTerminatedPods");
        boolean uncounted =
                !pods.list("failed").isEmpty() || !pods.list("succeeded").isEmpty();
        if ((changed || changed("uncountedTerminatedPods")) && uncounted) {
            status.invalid(
                    "uncountedTerminatedPods", GoStructs.text("UncountedPods", pods), "must be empty for finished job");
        }
    }

    private void indexes() {
        var completed = now.string("completedIndexes");
        var failed = now.string("failedIndexes");
        boolean counted = spec.has("completions");
        if (changed("completedIndexes") && counted) {
            format("completedIndexes", completed);
        }
        if (changed("failedIndexes") && counted && spec.has("backoffLimitPerIndex")) {
            format("failedIndexes", failed);
        }
        boolean indexed = spec.string("completionMode").equals("Indexed");
        if (changed("completedIndexes") && !completed.isEmpty() && !indexed) {
            status.invalid(
                    "completedIndexes",
                    completed,
                    "cannot set non-empty completedIndexes when non-indexed completion mode");
        }
        if (changed("failedIndexes") && now.has("failedIndexes") && !spec.has("backoffLimitPerIndex")) {
            status.invalid(
                    "failedIndexes", failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }
        if (changed("failedIndexes", "completedIndexes") && counted) {
            overlap(completed, failed);
        }
    }

    private void format(String key, String text) {
        try {
            SuccessRule.count(text, spec.number("completions"));
        } catch (IllegalArgumentException e) {
            status.invalid(key, text, "error parsing " + key + ": " + e.getMessage());
        }
    }

    /** The first index that is in both; texts that cannot be read have been told of. */
    private void overlap(String completed, String failed) {
        try {
            var one = SuccessRule.intervals(completed, spec.number("completions"));
            for (var other : SuccessRule.intervals(failed, spec.number("completions"))) {
                for (var each : one) {
                    if (each.first() <= other.last() && other.first() <= each.last()) {
                        status.invalid(
                                "failedIndexes",
                                failed,
                                "failedIndexes and completedIndexes overlap at index: "
                                        + Math.max(each.first(), other.first()));
                        return;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            // It has been told of.
            return;
        }
    }

    private void counters() {
        if ((finishChanged() || changed("terminating")) && now.number("terminating") > 0 && isFinished()) {
            status.invalid("terminating", now.number("terminating"), "terminating>0 is invalid for finished job");
        }
        if (changed("ready", "active") && now.has("ready") && now.number("ready") > now.number("active")) {
            status.invalid("ready", now.number("ready"), "cannot set more ready pods than active");
        }
    }

    private void criteria() {
        if (is(CRITERIA) && is(FAILED)) {
            conditions("cannot set SuccessCriteriaMet=True and Failed=true conditions");
        }
        if (is(CRITERIA) && is(TARGET)) {
            conditions("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        }
        if (spec.has("successPolicy") && !is(CRITERIA) && is(COMPLETE)) {
            conditions("cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
        }
    }

    private void change() {
        for (var type : List.of(FAILED, COMPLETE, TARGET)) {
            if (is(before, type) && !is(type)) {
                conditions("cannot disable the terminal " + type + "=True condition");
            }
        }
        if (now.number("failed") < before.number("failed")) {
            status.invalid("failed", now.number("failed"), "cannot decrease the failed counter");
        }
        boolean scalable = spec.string("completionMode").equals("Indexed")
                && Semantic.equal(spec.get("completions"), spec.get("parallelism"));
        if (!scalable && now.number("succeeded") < before.number("succeeded")) {
            status.invalid("succeeded", now.number("succeeded"), "cannot decrease the succeeded counter");
        }
        boolean twice = now.has("completionTime") && before.has("completionTime");
        if (twice && changed("completionTime")) {
            status.invalid("completionTime", now.get("completionTime"), "field is immutable");
        }
        if (changed("startTime") && before.has("startTime") && !isResuming() && !spec.bool("suspend")) {
            status.invalid("startTime", now.get("startTime"), "field is immutable for unsuspended job once set");
        }
        if (is(before, CRITERIA) && !is(CRITERIA)) {
            conditions("cannot disable the SuccessCriteriaMet=True condition");
        }
        if (is(before, COMPLETE) && !is(before, CRITERIA) && is(CRITERIA)) {
            conditions("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
        }
    }

    private boolean isResuming() {
        return is(before, "Suspended")
                && now.list("conditions")
                        .maps()
                        .anyMatch(each -> each.string("type").equals("Suspended")
                                && each.string("status").equals("False"));
    }
}
