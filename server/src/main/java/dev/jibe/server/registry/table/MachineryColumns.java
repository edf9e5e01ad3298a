package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Locale;

/** The columns of kinds by which the machinery of a cluster sees to itself. */
final class MachineryColumns {

    private MachineryColumns() {}

    static ColumnList trustBundles(ColumnList list) {
        return list.name()
                .field(
                        "SignerName",
                        "string",
                        "spec.signerName",
                        o -> Cells.or(o.map("spec").string("signerName"), Cells.NONE));
    }

    static ColumnList podCertificates(ColumnList list) {
        list.name();
        for (var key : List.of("PodName", "ServiceAccountName", "NodeName", "SignerName")) {
            var field = Character.toLowerCase(key.charAt(0)) + key.substring(1);
            list.field(key, "string", "spec." + field, o -> o.map("spec").string(field));
        }
        return list.text(
                        "State", "string", "Is the request Pending, Issued, Denied, or Failed?", MachineryColumns::word)
                .field(
                        "UnverifiedUserAnnotations",
                        "string",
                        "spec.unverifiedUserAnnotations",
                        o -> Cells.labels(o.map("spec").map("unverifiedUserAnnotations")));
    }

    private static String word(JsonMap request) {
        return request.map("status")
                .list("conditions")
                .maps()
                .map(it -> it.string("type"))
                .filter(List.of("Issued", "Denied", "Failed")::contains)
                .reduce("Pending", (earlier, later) -> later);
    }

    static ColumnList parts(ColumnList list) {
        return list.name()
                .text(
                        "Status",
                        "string",
                        "Status of the component conditions",
                        o -> health(o).string("status").equals("True") ? "Healthy" : "Unhealthy")
                .text(
                        "Message",
                        "string",
                        "Message of the component conditions",
                        o -> health(o).string("message"))
                .text(
                        "Error",
                        "string",
                        "Error of the component conditions",
                        o -> health(o).string("error"));
    }

    private static JsonMap health(JsonMap part) {
        return part.list("conditions").map(0);
    }

    static ColumnList candidates(ColumnList list) {
        return list.name()
                .field(
                        "LeaseName",
                        "string",
                        "spec.leaseName",
                        o -> o.map("spec").string("leaseName"))
                .text("BinaryVersion", "string", "", o -> o.map("spec").string("binaryVersion"))
                .text("EmulationVersion", "string", "", o -> o.map("spec").string("emulationVersion"))
                .age();
    }

    static ColumnList storageVersions(ColumnList list) {
        return list.name()
                .field(
                        "CommonEncodingVersion",
                        "string",
                        "status.commonEncodingVersion",
                        o -> Cells.or(o.map("status").get("commonEncodingVersion"), Cells.UNSET))
                .field("StorageVersions", "string", "status.storageVersions", MachineryColumns::encodings)
                .age();
    }

    private static String encodings(JsonMap object) {
        var encodings = object.map("status")
                .list("storageVersions")
                .maps()
                .map(it -> it.string("apiServerID") + "=" + it.string("encodingVersion"))
                .toList();
        return Cells.or(Cells.some(encodings, 3, ","), Cells.UNSET);
    }

    static ColumnList taintRules(ColumnList list) {
        list.name();
        for (var key : List.of("Key", "Value", "Effect")) {
            var field = key.toLowerCase(Locale.ROOT);
            list.field(key, "string", "spec.taint." + field, o -> taint(o).string(field));
        }
        return list.timed("TimeAdded", list.doc("spec.taint.timeAdded"), 0, (o, now) -> {
                    var since = taint(o).string("timeAdded");
                    return since.isEmpty() ? "" : Cells.age(since, now);
                })
                .age();
    }

    private static JsonMap taint(JsonMap rule) {
        return rule.map("spec").map("taint");
    }

    static ColumnList podGroups(ColumnList list) {
        return list.name()
                .text(
                        "Policy",
                        "string",
                        "SchedulingPolicy defines the scheduling policy for this instance of the PodGroup. Controllers are"
                                + " expected to fill this field by copying it from a PodGroupTemplate. This field is"
                                + " immutable.",
                        o -> o.map("spec").map("schedulingPolicy").has("gang") ? "Gang" : "Basic")
                .text(
                        "Workload",
                        "string",
                        "Name of the referenced Workload object",
                        o -> Cells.or(workload(o).string("workloadName"), Cells.NONE))
                .text("Status", "string", "Status of the PodGroup", MachineryColumns::scheduled)
                .age();
    }

    private static JsonMap workload(JsonMap group) {
        return group.map("spec").map("podGroupTemplateRef").map("workload");
    }

    private static String scheduled(JsonMap group) {
        var state = "Pending";
        var disrupted = "";
        for (var condition : group.map("status").list("conditions").maps().toList()) {
            switch (condition.string("type")) {
                case "PodGroupScheduled" ->
                    state = condition.string("status").equals("True") ? "Scheduled" : "Unschedulable";
                case "DisruptionTarget" -> disrupted = condition.string("reason");
                default -> {}
            }
        }
        return disrupted.isEmpty() ? state : disrupted;
    }

    static ColumnList poolStatuses(ColumnList list) {
        return list.name()
                .text(
                        "Driver",
                        "string",
                        "The driver to query pools for.",
                        o -> o.map("spec").string("driver"))
                .text("Total", "string", "Total number of devices across all pools.", o -> devices(o, "totalDevices"))
                .text(
                        "Available",
                        "string",
                        "Number of available devices across all pools.",
                        o -> devices(o, "availableDevices"))
                .text(
                        "Allocated",
                        "string",
                        "Number of allocated devices across all pools.",
                        o -> devices(o, "allocatedDevices"))
                .text(
                        "Unavailable",
                        "string",
                        "Number of unavailable devices across all pools.",
                        o -> devices(o, "unavailableDevices"))
                .text("Errors", "string", "Number of pools with validation errors.", MachineryColumns::errors)
                .text(
                        "Pools",
                        "integer",
                        "Total number of matching pools.",
                        o -> o.map("status").number("poolCount"))
                .text("Status", "string", "Processing status.", MachineryColumns::answer)
                .timed(
                        "Completed",
                        "Time since the observation completed.",
                        0,
                        (o, now) -> decisive(o).string("type").equals("Complete")
                                ? Cells.age(decisive(o).string("lastTransitionTime"), now)
                                : Cells.NONE);
    }

    /** The first condition that says how the request went. */
    private static JsonMap decisive(JsonMap request) {
        return request.map("status")
                .list("conditions")
                .maps()
                .filter(it -> it.string("status").equals("True")
                        && List.of("Complete", "Failed").contains(it.string("type")))
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    private static boolean hasCounts(JsonMap request) {
        return request.has("status") && !decisive(request).string("type").equals("Failed");
    }

    private static String devices(JsonMap request, String key) {
        if (!hasCounts(request)) {
            return "-";
        }
        var pools = request.map("status").list("pools");
        return Integer.toString(
                (int) pools.maps().mapToLong(it -> it.number(key)).sum());
    }

    private static String errors(JsonMap request) {
        if (!hasCounts(request)) {
            return "-";
        }
        var pools = request.map("status").list("pools");
        return Long.toString(
                pools.maps().filter(it -> it.has("validationError")).count());
    }

    private static String answer(JsonMap request) {
        var status = request.map("status");
        var type = decisive(request).string("type");
        int shown = status.list("pools").size();
        return type.equals("Complete") && status.number("poolCount") > shown
                ? "Complete (" + shown + "/" + status.number("poolCount") + " pools)"
                : Cells.or(type, "Pending");
    }

    static ColumnList migrations(ColumnList list) {
        return list.text("Name", "string", list.doc("metadata.name"), Cells::name)
                .text("Resource", "string", "GroupResource to migrate", MachineryColumns::resource)
                .text("Status", "string", "Status of the migration", MachineryColumns::state);
    }

    private static String resource(JsonMap migration) {
        var resource = migration.map("spec").map("resource");
        var group = resource.string("group");
        return group.isEmpty() ? resource.string("resource") : resource.string("resource") + "." + group;
    }

    /** The last that holds, in the order in which they were written. */
    private static String state(JsonMap migration) {
        return migration
                .map("status")
                .list("conditions")
                .maps()
                .filter(it -> it.string("status").equals("True"))
                .map(it -> it.string("type"))
                .filter(type -> type.matches("Running|Failed|Succeeded"))
                .reduce("Unknown", (before, type) -> type);
    }
}
