package dev.jibe.server.registry.table;

import dev.jibe.object.JsonMap;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * One column of a kind's table.
 *
 * @param priority 0 for the usual columns, 1 for those of {@code -o wide}
 * @param cell the value for an object at a time
 */
public record Column(
        String name,
        String type,
        String format,
        String description,
        int priority,
        BiFunction<JsonMap, Instant, Object> cell) {

    /** Upstream's table of addresses has a cell of which the definitions know nothing. */
    boolean isDeclared() {
        return !name.isEmpty();
    }

    JsonMap definition() {
        return JsonMap.of(
                "name", name, "type", type, "format", format, "description", description, "priority", (long) priority);
    }
}
