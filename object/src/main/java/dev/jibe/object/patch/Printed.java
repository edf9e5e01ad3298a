package dev.jibe.object.patch;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import java.util.stream.Collectors;

/** Values as Go prints them with {@code %v}, in messages about patches. */
public final class Printed {

    private Printed() {}

    public static String of(Object value) {
        return switch (value) {
            case JsonMap map -> {
                var text = new StringBuilder("map[");
                map.forEach((key, item) -> text.append(text.length() > 4 ? " " : "")
                        .append(key)
                        .append(':')
                        .append(of(item)));
                yield text.append(']').toString();
            }
            case JsonList list -> list.stream().map(Printed::of).collect(Collectors.joining(" ", "[", "]"));
            case String string -> string;
            case Null ignored -> "<nil>";
            default -> Json.text(value);
        };
    }
}
