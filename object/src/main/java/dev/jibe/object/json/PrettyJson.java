package dev.jibe.object.json;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.RawJson;
import java.nio.charset.StandardCharsets;

/** JSON for people to read: two blanks of indentation, as upstream prints it when asked for {@code ?pretty}. */
public final class PrettyJson {

    private PrettyJson() {}

    public static byte[] write(Object value) {
        var text = new StringBuilder();
        append(text, value, "\n");
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, Object value, String newline) {
        var inner = newline + "  ";
        switch (value) {
            case JsonMap map
            when !map.isEmpty() -> {
                text.append('{');
                for (int i = 0; i < map.size(); i++) {
                    text.append(i == 0 ? "" : ",")
                            .append(inner)
                            .append(Json.text(map.keyAt(i)))
                            .append(": ");
                    append(text, map.valueAt(i), inner);
                }
                text.append(newline).append('}');
            }
            case JsonList list
            when !list.isEmpty() -> {
                text.append('[');
                for (int i = 0; i < list.size(); i++) {
                    text.append(i == 0 ? "" : ",").append(inner);
                    append(text, list.get(i), inner);
                }
                text.append(newline).append(']');
            }
            case RawJson raw -> append(text, raw.parse(), newline);
            default -> text.append(Json.text(value));
        }
    }
}
