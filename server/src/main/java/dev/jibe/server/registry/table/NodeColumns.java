package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The columns of nodes. */
final class NodeColumns {

    private static final String ROLE_LABEL = "node-role.kubernetes.io/";

    private NodeColumns() {}

    static ColumnList nodes(ColumnList list) {
        return list.name()
                .text("Status", "string", "The status of the node", NodeColumns::status)
                .text("Roles", "string", "The roles of the node", NodeColumns::roles)
                .age()
                .field("Version", "string", "status.nodeInfo.kubeletVersion", o -> info(o).string("kubeletVersion"))
                .wideField("Internal-IP", "string", "status.addresses", address("InternalIP"))
                .wideField("External-IP", "string", "status.addresses", address("ExternalIP"))
                .wideField("OS-Image", "string", "status.nodeInfo.osImage", known("osImage"))
                .wideField("Kernel-Version", "string", "status.nodeInfo.kernelVersion", NodeColumns::kernel)
                .wideField(
                        "Container-Runtime",
                        "string",
                        "status.nodeInfo.containerRuntimeVersion",
                        known("containerRuntimeVersion"));
    }

    private static JsonMap info(JsonMap node) {
        return node.map("status").map("nodeInfo");
    }

    private static String kernel(JsonMap node) {
        var version = Cells.or(info(node).string("kernelVersion"), Cells.UNKNOWN);
        var architecture = info(node).string("architecture");
        return architecture.isEmpty() ? version : version + " (" + architecture + ")";
    }

    private static Function<JsonMap, Object> known(String key) {
        return node -> Cells.or(info(node).string(key), Cells.UNKNOWN);
    }

    private static Function<JsonMap, Object> address(String type) {
        return node -> node.map("status")
                .list("addresses")
                .maps()
                .filter(address -> address.string("type").equals(type))
                .map(address -> address.string("address"))
                .findFirst()
                .orElse(Cells.NONE);
    }

    private static String status(JsonMap node) {
        // The last one counts, should there be several.
        var ready = node.map("status")
                .list("conditions")
                .maps()
                .filter(c -> c.string("type").equals("Ready"))
                .map(c -> c.string("status").equals("True") ? "Ready" : "NotReady")
                .reduce("Unknown", (before, one) -> one);
        return node.map("spec").bool("unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(JsonMap node) {
        var roles = new TreeSet<String>();
        node.map("metadata").map("labels").strings().forEach((key, value) -> {
            if (key.startsWith(ROLE_LABEL) && key.length() > ROLE_LABEL.length()) {
                roles.add(key.substring(ROLE_LABEL.length()));
            } else if (key.equals("kubernetes.io/role") && !value.isEmpty()) {
                roles.add(value);
            }
        });
        return roles.isEmpty() ? Cells.NONE : String.join(",", roles);
    }
}
