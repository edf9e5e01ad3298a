package dev.jibe.object.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A field that an applied configuration would change, and whose it is. */
public record Conflict(ManagerId manager, List<PathElement> path) {

    /** The path as messages print it. */
    public String field() {
        return FieldSet.text(path);
    }

    /** What the client is told about these conflicts. */
    public static String message(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            var only = conflicts.getFirst();
            return "Apply failed with 1 conflict: conflict with " + only.manager + ": " + only.field();
        }
        var byManager = new TreeMap<ManagerId, List<String>>();
        conflicts.forEach(conflict -> byManager
                .computeIfAbsent(conflict.manager, ignored -> new ArrayList<>())
                .add(conflict.field()));
        var lines = new ArrayList<String>();
        byManager.forEach((manager, fields) -> {
            lines.add("conflicts with " + manager + ":");
            fields.forEach(field -> lines.add("- " + field));
        });
        return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
    }
}
