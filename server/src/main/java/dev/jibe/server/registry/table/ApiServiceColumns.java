package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;

/** The columns of the groups of the API that servers serve. */
final class ApiServiceColumns {

    private ApiServiceColumns() {}

    static ColumnList services(ColumnList list) {
        return list.name()
                .text(
                        "Service",
                        "string",
                        "The reference to the service that hosts this API endpoint.",
                        ApiServiceColumns::service)
                .text("Available", "string", "Whether this service is available.", ApiServiceColumns::available)
                .age();
    }

    private static String service(JsonMap object) {
        var spec = object.map("spec");
        return spec.has("service")
                ? spec.map("service").string("namespace") + "/"
                        + spec.map("service").string("name")
                : "Local";
    }

    private static String available(JsonMap object) {
        return object.map("status")
                .list("conditions")
                .maps()
                .filter(condition -> condition.string("type").equals("Available"))
                .findFirst()
                .map(condition -> condition.string("status").equals("True")
                                || condition.string("reason").isEmpty()
                        ? condition.string("status")
                        : condition.string("status") + " (" + condition.string("reason") + ")")
                .orElse("Unknown");
    }
}
