package dev.jibe.schema;

import java.util.Map;
import java.util.TreeMap;

/** The overlay's default values of a type as a JSON object, from field or dotted path to value. */
final class DefaultsTable {
    private final Map<String, Object> byType;

    DefaultsTable(Overlay overlay) {
        byType = overlay.section("defaults", "defaults");
    }

    /** Empty if the type has none. */
    String json(TypeDef type) {
        String group = Names.group(Names.packageOf(type.name()));
        Object values = byType.get(group + "." + Names.simple(type.name()));
        return values == null ? "" : json(values);
    }

    private static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                StringBuilder text = new StringBuilder("{");
                new TreeMap<>(map).forEach((key, element) -> {
                    text.append(text.length() > 1 ? "," : "");
                    text.append(quoted(key)).append(':').append(json(element));
                });
                yield text.append('}').toString();
            }
            case Iterable<?> list -> {
                StringBuilder text = new StringBuilder("[");
                list.forEach(
                        element -> text.append(text.length() > 1 ? "," : "").append(json(element)));
                yield text.append(']').toString();
            }
            case String string -> quoted(string);
            default -> value.toString();
        };
    }

    private static String quoted(Object text) {
        return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
