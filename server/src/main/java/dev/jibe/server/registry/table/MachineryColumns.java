package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;

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
