package dev.jibe.object.defaults;

import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types in which, at any depth, there is something to default: the rest of an object is not even looked at. */
final class Reach {
    private static final Set<StructType> REACHED = compute();

    private Reach() {}

    static boolean of(StructType type) {
        return REACHED.contains(type);
    }

    static boolean of(FieldType type) {
        StructType struct = struct(type);
        return struct != null && REACHED.contains(struct);
    }

    private static Set<StructType> compute() {
        Map<StructType, List<StructType>> users = new HashMap<>();
        Deque<StructType> open = new ArrayDeque<>();
        for (StructType type : Schema.builtin().types()) {
            if (type.hasDefaults() || Rules.of(type) != null) {
                open.add(type);
            }
            type.fields().forEach(field -> {
                StructType used = struct(field.type());
                if (used != null) {
                    users.computeIfAbsent(used, _ -> new ArrayList<>()).add(type);
                }
            });
        }
        Set<StructType> reached = new HashSet<>();
        while (!open.isEmpty()) {
            StructType type = open.remove();
            if (reached.add(type)) {
                open.addAll(users.getOrDefault(type, List.of()));
            }
        }
        return Set.copyOf(reached);
    }

    private static @Nullable StructType struct(FieldType type) {
        return switch (type) {
            case Scalar _ -> null;
            case Ref(StructType struct) -> struct;
            case ListOf(FieldType element, boolean _) -> struct(element);
            case MapOf(FieldType value) -> struct(value);
        };
    }
}
