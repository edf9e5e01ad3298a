package dev.jibe.server.registry.validation;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/**
 * Jobs at times.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/">CronJob</a>.
 */
final class CronRules {

    private static final int MAX_NAME = 52;

    private CronRules() {}

    static void check(Place cronJob, boolean mayNameZone) {
        var spec = cronJob.in("spec");
        if (spec.need("schedule")) {
            schedule(spec, mayNameZone);
        }
        spec.notNegative("startingDeadlineSeconds");
        if (spec.has("timeZone")) {
            zone(spec);
        }
        spec.oneOfNeeded("concurrencyPolicy", List.of("Allow", "Forbid", "Replace"));
        var template = spec.in("jobTemplate").in("spec");
        JobRules.check(template);
        if (template.has("selector")) {
            template.invalid(
                    "selector", SelectorRules.shown(template.map("selector")), "`selector` will be auto-generated");
        }
        if (template.flag("manualSelector")) {
            template.unsupported("manualSelector", true, List.of("nil", "false"));
        }
        spec.notNegative("successfulJobsHistoryLimit");
        spec.notNegative("failedJobsHistoryLimit");
    }

    /** What a job's name adds to that of its cron job has to fit into a label. */
    static void name(Place cronJob) {
        var name = cronJob.map("metadata").string("name");
        if (name.length() > MAX_NAME) {
            cronJob.in("metadata").invalid("name", name, "must be no more than 52 characters");
        }
    }

    private static void schedule(Place spec, boolean mayNameZone) {
        var text = spec.text("schedule");
        var wrong = CronSyntax.wrong(text);
        if (!wrong.isEmpty()) {
            spec.invalid("schedule", text, wrong);
        }
        if (!text.contains("TZ")) {
            return;
        }
        if (!mayNameZone) {
            spec.invalid("schedule", text, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        } else if (spec.has("timeZone")) {
            spec.invalid("schedule", text, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void zone(Place spec) {
        var name = spec.text("timeZone");
        if (name.isEmpty()) {
            spec.invalid("timeZone", name, "timeZone must be nil or non-empty string");
        } else if (name.equalsIgnoreCase("Local")) {
            spec.invalid(
                    "timeZone",
                    name,
                    "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else if (!isZone(name)) {
            spec.invalid("timeZone", name, "unknown time zone " + name);
        }
    }

    static boolean isZone(String name) {
        try {
            return !ZoneId.of(name).getId().isEmpty() && !name.matches("[+-].*");
        } catch (DateTimeException e) {
            return name.equals("EST") || name.equals("MST") || name.equals("HST");
        }
    }
}
