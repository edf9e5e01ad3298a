package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The columns of what runs pods. */
final class WorkloadColumns {

    private static final String READY = "Number of the pod with ready state";

    private WorkloadColumns() {}

    private static JsonMap podSpec(JsonMap object) {
        return object.map("spec").map("template").map("spec");
    }

    private static Function<JsonMap, Object> status(String key) {
        return object -> object.map("status").number(key);
    }

    private static String readyOf(JsonMap object) {
        return object.map("status").number("readyReplicas")
                + "/"
                + object.map("spec").number("replicas");
    }

    static ColumnList scale(ColumnList list) {
        return list.field("Name", "string", "metadata.name", Cells::name)
                .text(
                        "Desired",
                        "integer",
                        "replicas is the desired number of instances for the scaled object.",
                        scale -> scale.map("spec").number("replicas"))
                .text(
                        "Available",
                        "integer",
                        "replicas is the actual number of observed instances of the scaled object.",
                        scale -> scale.map("status").number("replicas"))
                .age();
    }

    static ColumnList deployments(ColumnList list) {
        return list.name()
                .text("Ready", "string", READY, WorkloadColumns::readyOf)
                .field("Up-to-date", "string", "status.updatedReplicas", status("updatedReplicas"))
                .field("Available", "string", "status.availableReplicas", status("availableReplicas"))
                .age()
                .containers(WorkloadColumns::podSpec, 1)
                .wideField("Selector", "string", "spec.selector", o -> Cells.selector(o.map("spec")));
    }

    static ColumnList replicaSets(ColumnList list) {
        return replicas(list).wideField("Selector", "string", "spec.selector", o -> Cells.selector(o.map("spec")));
    }

    static ColumnList replicationControllers(ColumnList list) {
        return replicas(list)
                .wideField(
                        "Selector",
                        "string",
                        "spec.selector",
                        o -> Cells.labels(o.map("spec").map("selector")));
    }

    private static ColumnList replicas(ColumnList list) {
        return list.name()
                .field("Desired", "integer", "spec.replicas", o -> o.map("spec").number("replicas"))
                .field("Current", "integer", "status.replicas", status("replicas"))
                .field("Ready", "integer", "status.readyReplicas", status("readyReplicas"))
                .age()
                .containers(WorkloadColumns::podSpec, 1);
    }

    static ColumnList daemonSets(ColumnList list) {
        return list.name()
                .field("Desired", "integer", "status.desiredNumberScheduled", status("desiredNumberScheduled"))
                .field("Current", "integer", "status.currentNumberScheduled", status("currentNumberScheduled"))
                .field("Ready", "integer", "status.numberReady", status("numberReady"))
                .field("Up-to-date", "integer", "status.updatedNumberScheduled", status("updatedNumberScheduled"))
                .field("Available", "integer", "status.numberAvailable", status("numberAvailable"))
                .field(
                        "Node Selector",
                        "string",
                        "spec.template.spec.nodeSelector",
                        o -> Cells.labels(podSpec(o).map("nodeSelector")))
                .age()
                .containers(WorkloadColumns::podSpec, 1)
                .wideField("Selector", "string", "spec.selector", o -> Cells.selector(o.map("spec")));
    }

    static ColumnList statefulSets(ColumnList list) {
        return list.name()
                .text("Ready", "string", READY, WorkloadColumns::readyOf)
                .age()
                .containers(WorkloadColumns::podSpec, 1);
    }

    static ColumnList controllerRevisions(ColumnList list) {
        return list.name()
                .text("Controller", "string", "Controller of the object", WorkloadColumns::controller)
                .field("Revision", "string", "revision", o -> o.number("revision"))
                .age();
    }

    private static String controller(JsonMap object) {
        return object.map("metadata")
                .list("ownerReferences")
                .maps()
                .filter(owner -> owner.bool("controller"))
                .findFirst()
                .map(owner -> groupKind(owner) + "/" + owner.string("name"))
                .orElse(Cells.NONE);
    }

    private static String groupKind(JsonMap owner) {
        var version = owner.string("apiVersion");
        int slash = version.indexOf('/');
        return owner.string("kind").toLowerCase(java.util.Locale.ROOT)
                + (slash < 0 ? "" : "." + version.substring(0, slash));
    }

    static ColumnList jobs(ColumnList list) {
        return list.name()
                .text("Status", "string", "Status of the job.", WorkloadColumns::jobStatus)
                .field("Completions", "string", "status.succeeded", WorkloadColumns::completions)
                .timed("Duration", "Time required to complete the job.", 0, WorkloadColumns::duration)
                .age()
                .containers(WorkloadColumns::podSpec, 1)
                .wideField("Selector", "string", "spec.selector", o -> Cells.selector(o.map("spec")));
    }

    private static String jobStatus(JsonMap job) {
        for (var type : List.of("Complete", "Failed")) {
            if (Cells.hasCondition(job, type)) {
                return type;
            }
        }
        if (Cells.isTerminating(job)) {
            return "Terminating";
        }
        return List.of("Suspended", "FailureTarget", "SuccessCriteriaMet").stream()
                .filter(type -> Cells.hasCondition(job, type))
                .findFirst()
                .orElse("Running");
    }

    private static String completions(JsonMap job) {
        long succeeded = job.map("status").number("succeeded");
        var spec = job.map("spec");
        if (spec.has("completions")) {
            return succeeded + "/" + spec.number("completions");
        }
        long parallelism = spec.number("parallelism");
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static Object duration(JsonMap job, Instant now) {
        var started = job.map("status").string("startTime");
        var ended = job.map("status").string("completionTime");
        return started.isEmpty()
                ? ""
                : HumanDuration.of(
                        Duration.between(Instant.parse(started), ended.isEmpty() ? now : Instant.parse(ended)));
    }

    static ColumnList cronJobs(ColumnList list) {
        Function<JsonMap, JsonMap> job = o -> o.map("spec").map("jobTemplate").map("spec");
        return list.name()
                .field("Schedule", "string", "spec.schedule", o -> o.map("spec").string("schedule"))
                .field(
                        "Timezone",
                        "string",
                        "spec.timeZone",
                        o -> Cells.or(o.map("spec").string("timeZone"), Cells.NONE))
                .field("Suspend", "boolean", "spec.suspend", o -> o.map("spec").bool("suspend") ? "True" : "False")
                .field("Active", "integer", "status.active", o ->
                        (long) o.map("status").list("active").size())
                .timed("Last Schedule", list.doc("status.lastScheduleTime"), 0, (o, now) -> {
                    var last = o.map("status").string("lastScheduleTime");
                    return last.isEmpty() ? Cells.NONE : Cells.age(last, now);
                })
                .age()
                .containers(o -> job.apply(o).map("template").map("spec"), 1)
                .wideField("Selector", "string", "spec.jobTemplate.spec.selector", o -> Cells.selector(job.apply(o)));
    }
}
