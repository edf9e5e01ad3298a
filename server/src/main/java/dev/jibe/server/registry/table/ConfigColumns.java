package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of configuration, quotas, events and the like. */
final class ConfigColumns {

    private ConfigColumns() {}

    static ColumnList configMaps(ColumnList list) {
        return list.name()
                .field(
                        "Data",
                        "string",
                        "data",
                        o -> (long) o.map("data").size() + o.map("binaryData").size())
                .age();
    }

    static ColumnList secrets(ColumnList list) {
        return list.name()
                .field("Type", "string", "type", o -> o.string("type"))
                .field("Data", "string", "data", o -> (long) o.map("data").size())
                .age();
    }

    static ColumnList namespaces(ColumnList list) {
        return list.name()
                .text(
                        "Status",
                        "string",
                        "The status of the namespace",
                        o -> o.map("status").string("phase"))
                .age();
    }

    static ColumnList quotas(ColumnList list) {
        return list.name()
                .text(
                        "Request",
                        "string",
                        "Request represents a minimum amount of cpu/memory that a container may consume.",
                        o -> quota(o, false))
                .text(
                        "Limit",
                        "string",
                        "Limits control the maximum amount of cpu/memory that a container may use independent of contention"
                                + " on the node.",
                        o -> quota(o, true))
                .age();
    }

    private static String quota(JsonMap quota, boolean limits) {
        var status = quota.map("status");
        var parts = new ArrayList<String>();
        status.map("hard").strings().forEach((name, hard) -> {
            if (name.startsWith("limits.") == limits) {
                parts.add(name + ": " + Cells.or(status.map("used").string(name), "0") + "/" + hard);
            }
        });
        return String.join(", ", parts);
    }

    static ColumnList leases(ColumnList list) {
        return list.name()
                .field(
                        "Holder",
                        "string",
                        "spec.holderIdentity",
                        o -> o.map("spec").string("holderIdentity"))
                .age();
    }

    static ColumnList priorityClasses(ColumnList list) {
        return list.name()
                .field("Value", "integer", "value", o -> o.number("value"))
                .field("Global-Default", "boolean", "globalDefault", o -> o.bool("globalDefault"))
                .age()
                .field("PreemptionPolicy", "string", "preemptionPolicy", o -> o.string("preemptionPolicy"));
    }

    static ColumnList runtimeClasses(ColumnList list) {
        return list.name()
                .text("Handler", "string", "", o -> o.string("handler"))
                .age();
    }

    static ColumnList disruptionBudgets(ColumnList list) {
        return list.name()
                .text(
                        "Min Available",
                        "string",
                        "The minimum number of pods that must be available.",
                        o -> budget(o, "minAvailable"))
                .text(
                        "Max Unavailable",
                        "string",
                        "The maximum number of pods that may be unavailable.",
                        o -> budget(o, "maxUnavailable"))
                .text(
                        "Allowed Disruptions",
                        "integer",
                        "Calculated number of pods that may be disrupted at this time.",
                        o -> o.map("status").number("disruptionsAllowed"))
                .age();
    }

    private static Object budget(JsonMap object, String key) {
        var value = object.map("spec").get(key);
        return value == null ? "N/A" : value.toString();
    }

    static ColumnList flowSchemas(ColumnList list) {
        return list.name()
                .field(
                        "PriorityLevel",
                        "string",
                        "spec.priorityLevelConfiguration.name",
                        o -> o.map("spec").map("priorityLevelConfiguration").string("name"))
                .field(
                        "MatchingPrecedence",
                        "string",
                        "spec.matchingPrecedence",
                        o -> o.map("spec").number("matchingPrecedence"))
                .field(
                        "DistinguisherMethod",
                        "string",
                        "spec.distinguisherMethod",
                        o -> Cells.or(o.map("spec").map("distinguisherMethod").string("type"), Cells.NONE))
                .age()
                .text(
                        "MissingPL",
                        "string",
                        "references a broken or non-existent PriorityLevelConfiguration",
                        o -> o.map("status")
                                .list("conditions")
                                .maps()
                                .filter(c -> c.string("type").equals("Dangling"))
                                .map(c -> c.string("status"))
                                .findFirst()
                                .orElse("?"));
    }

    static ColumnList priorityLevels(ColumnList list) {
        var limited = "spec.limited.";
        return list.name()
                .field("Type", "string", "spec.type", o -> o.map("spec").string("type"))
                .field(
                        "NominalConcurrencyShares",
                        "string",
                        limited + "nominalConcurrencyShares",
                        o -> Cells.or(o.map("spec").map("limited").get("nominalConcurrencyShares"), Cells.NONE))
                .field("Queues", "string", limited + "limitResponse.queuing.queues", o -> queuing(o, "queues"))
                .field("HandSize", "string", limited + "limitResponse.queuing.handSize", o -> queuing(o, "handSize"))
                .field(
                        "QueueLengthLimit",
                        "string",
                        limited + "limitResponse.queuing.queueLengthLimit",
                        o -> queuing(o, "queueLengthLimit"))
                .age();
    }

    private static Object queuing(JsonMap object, String key) {
        var queuing = object.map("spec").map("limited").map("limitResponse").map("queuing");
        return Cells.or(queuing.get(key), Cells.NONE);
    }

    static ColumnList claims(ColumnList list) {
        return list.name()
                .text("State", "string", "A summary of the current state (allocated, pending, reserved, etc.).", o -> {
                    var status = o.map("status");
                    var states = new ArrayList<String>();
                    if (Cells.isTerminating(o)) {
                        states.add("deleted");
                    }
                    if (status.has("allocation")) {
                        states.add("allocated");
                        states.addAll(status.list("reservedFor").isEmpty() ? List.of() : List.of("reserved"));
                    } else if (!Cells.isTerminating(o)) {
                        states.add("pending");
                    }
                    return String.join(",", states);
                })
                .age();
    }

    static ColumnList slices(ColumnList list) {
        return list.name()
                .field("Node", "string", "spec.nodeName", o -> o.map("spec").string("nodeName"))
                .field("Driver", "string", "spec.driver", o -> o.map("spec").string("driver"))
                .field(
                        "Pool",
                        "string",
                        "spec.pool.name",
                        o -> o.map("spec").map("pool").string("name"))
                .age();
    }

    static ColumnList events(ColumnList list) {
        return list.timed("Last Seen", list.doc("lastTimestamp"), 0, (o, now) -> Cells.age(lastSeen(o), now))
                .field("Type", "string", "type", o -> o.string("type"))
                .field("Reason", "string", "reason", o -> o.string("reason"))
                .field("Object", "string", "involvedObject", o -> about(o.map("involvedObject")))
                .wideField(
                        "Subobject",
                        "string",
                        "involvedObject.fieldPath",
                        o -> o.map("involvedObject").string("fieldPath"))
                .wideField("Source", "string", "source", ConfigColumns::source)
                .field("Message", "string", "message", o -> o.string("message").strip())
                .timed("First Seen", list.doc("firstTimestamp"), 1, (o, now) -> Cells.age(firstSeen(o), now))
                .wideField("Count", "string", "count", ConfigColumns::count)
                .name(1, Cells::name);
    }

    private static String about(JsonMap object) {
        var kind = object.string("kind").toLowerCase(Locale.ROOT);
        return object.string("name").isEmpty() ? kind : kind + "/" + object.string("name");
    }

    private static String lastSeen(JsonMap event) {
        return event.has("series")
                ? event.map("series").string("lastObservedTime")
                : Cells.or(event.string("lastTimestamp"), firstSeen(event));
    }

    private static String firstSeen(JsonMap event) {
        return Cells.or(event.string("firstTimestamp"), event.string("eventTime"));
    }

    private static Object count(JsonMap event) {
        if (event.has("series")) {
            return event.map("series").number("count");
        }
        return event.number("count") == 0 ? 1L : event.number("count");
    }

    private static String source(JsonMap event) {
        var component = Cells.or(event.map("source").string("component"), event.string("reportingComponent"));
        var host = Cells.or(event.map("source").string("host"), event.string("reportingInstance"));
        return host.isEmpty() ? component : component + ", " + host;
    }
}
