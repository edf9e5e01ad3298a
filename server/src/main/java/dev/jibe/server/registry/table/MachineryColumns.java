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
