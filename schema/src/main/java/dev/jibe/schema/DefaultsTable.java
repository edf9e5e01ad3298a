package dev.jibe.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The overlay's default values of a type as a JSON object, from field or dotted path to value. */
final class DefaultsTable {
    private final Map<String, Object> byType;
    private final Set<String> computed;

    DefaultsTable(Overlay overlay) {
        byType = overlay.section("defaults", "defaults");
        computed = Set.copyOf(overlay.strings("defaults", "computed"));
    }

    /** The types in which, at any depth, there is something to default. */
    Set<String> reaching(Map<String, TypeDef> types) {
        Map<String, List<String>> users = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (TypeDef type : types.values()) {
            if (byType.containsKey(key(type)) || computed.contains(key(type))) {
                open.add(type.name());
            }
            for (FieldDef field : type.jsonFields(types)) {
                String used = field.type().structName();
                if (used != null) {
                    users.computeIfAbsent(used, _ -> new ArrayList<>()).add(type.name());
                }
            }
        }
        Set<String> reached = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            if (reached.add(name)) {
                open.addAll(users.getOrDefault(name, List.of()));
            }
        }
        return reached;
    }

    private static String key(TypeDef type) {
        return Names.group(Names.packageOf(type.name())) + "." + Names.simple(type.name());
    }

    /** Empty if the type has none. */
    String json(TypeDef type) {
        Object values = byType.get(key(type));
        return values == null ? "" : JsonText.of(values);
    }
}
