package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.time.Instant;

/** The columns of pods, and of what is made from templates of them. */
final class PodColumns {

    private PodColumns() {}

    static ColumnList pods(ColumnList list) {
        return list.name()
                .text(
                        "Ready",
                        "string",
                        "The aggregate readiness state of this pod for accepting traffic.",
                        o -> PodSummary.of(o).ready())
                .text(
                        "Status",
                        "string",
                        "The aggregate status of the containers in this pod.",
                        o -> PodSummary.of(o).reason())
                .timed(
                        "Restarts",
                        "The number of times the containers in this pod have been restarted and when the last container in"
                                + " this pod has restarted.",
                        0,
                        PodColumns::restarts)
                .age()
                .wideField("IP", "string", "status.podIP", PodColumns::address)
                .wideField(
                        "Node",
                        "string",
                        "spec.nodeName",
                        o -> Cells.or(o.map("spec").string("nodeName"), Cells.NONE))
                .wideField(
                        "Nominated Node",
                        "string",
                        "status.nominatedNodeName",
                        o -> Cells.or(o.map("status").string("nominatedNodeName"), Cells.NONE))
                .wideField("Readiness Gates", "string", "spec.readinessGates", PodColumns::gates);
    }

    private static Object restarts(JsonMap pod, Instant now) {
        var summary = PodSummary.of(pod);
        return summary.restarts() == 0 || summary.lastRestart().isEmpty()
                ? Long.toString(summary.restarts())
                : summary.restarts() + " (" + Cells.age(summary.lastRestart(), now) + " ago)";
    }

    private static String address(JsonMap pod) {
        var addresses = pod.map("status").list("podIPs");
        var first = addresses.isEmpty()
                ? pod.map("status").string("podIP")
                : addresses.map(0).string("ip");
        return Cells.or(first, Cells.NONE);
    }

    private static String gates(JsonMap pod) {
        var gates = pod.map("spec").list("readinessGates");
        long open = gates.maps()
                .filter(gate -> Cells.hasCondition(pod, gate.string("conditionType")))
                .count();
        return gates.isEmpty() ? Cells.NONE : open + "/" + gates.size();
    }

    static ColumnList templates(ColumnList list) {
        return list.name()
                .containers(o -> o.map("template").map("spec"), 0)
                .text(
                        "Pod Labels",
                        "string",
                        "The labels for the pod template.",
                        o -> Cells.labels(o.map("template").map("metadata").map("labels")));
    }
}
