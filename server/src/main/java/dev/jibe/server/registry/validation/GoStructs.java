package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects as upstream's messages show them: in the form of its own structs, which differs from that of the API. */
final class GoStructs {

    private static final Map<String, List<Field>> TYPES = load();

    /** Marks the types that look as in JSON. */
    private static final char TAGGED = '%';

    private GoStructs() {}

    /**
     * @param kind what the field holds: one of the marks of the table, or 0 for text
     * @param around whether the value comes from the object around this one
     */
    private record Field(String name, String json, char kind, String type, boolean around, boolean tagged) {

        static Field of(String text, boolean tagged) {
            boolean around = text.startsWith("^");
            var rest = around ? text.substring(1) : text;
            int equals = rest.indexOf('=');
            var json = equals < 0 ? "" : rest.substring(equals + 1);
            rest = equals < 0 ? rest : rest.substring(0, equals);
            int mark = 0;
            while (mark < rest.length() && "#!?:*[{".indexOf(rest.charAt(mark)) < 0) {
                mark++;
            }
            char kind = mark < rest.length() ? rest.charAt(mark) : tagged ? '?' : '\0';
            var type = mark < rest.length() ? rest.substring(mark + 1) : "";
            var name = rest.substring(0, mark);
            return new Field(name, json.isEmpty() ? lowered(name) : json, kind, type, around, tagged);
        }

        /** The name as JSON writes it: the first word in lower case. */
        private static String lowered(String name) {
            int upper = 0;
            while (upper < name.length() && Character.isUpperCase(name.charAt(upper))) {
                upper++;
            }
            int word = upper == name.length() || upper <= 1 ? upper : upper - 1;
            return name.substring(0, word).toLowerCase(java.util.Locale.ROOT) + name.substring(word);
        }
    }

    private static Map<String, List<Field>> load() {
        var types = new HashMap<String, List<Field>>();
        try (InputStream in = GoStructs.class.getResourceAsStream("/validation/go-structs.txt")) {
            if (in == null) {
                throw new IllegalStateException("go-structs.txt is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                if (line.isEmpty() || line.startsWith("#")) {
                    return;
                }
                var words = line.split(" ", -1);
                boolean tagged = words[0].charAt(0) == TAGGED;
                var fields = new ArrayList<Field>();
                for (int i = 1; i < words.length; i++) {
                    if (words[i].equals("@@metadata")) {
                        fields.add(new Field("", "metadata", '@', "ObjectMeta", false, false));
                    } else if (words[i].startsWith("@")) {
                        fields.add(new Field("", "", '@', words[i].substring(1), false, false));
                    } else {
                        fields.add(Field.of(words[i], tagged));
                    }
                }
                types.put(tagged ? words[0].substring(1) : words[0], fields);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(types);
    }

    /** One line, as an error shows a value. */
    static GoText text(String type, @Nullable JsonMap object) {
        if (object == null) {
            return new GoText("null");
        }
        var text = new StringBuilder();
        write(text, tree(type, object, JsonMap.EMPTY), -1);
        return new GoText(text.toString());
    }

    /** A list of structs in one line. */
    static GoText text(String type, JsonList objects) {
        var text = new StringBuilder("[");
        objects.maps()
                .forEach(object -> text.append(text.length() > 1 ? "," : "")
                        .append(text(type, object).text()));
        return new GoText(text.append(']').toString());
    }

    /** What differs between two structs. */
    static String diff(String type, JsonMap before, JsonMap after) {
        return LineDiff.unified(lines(type, before), lines(type, after));
    }

    private static List<String> lines(String type, JsonMap object) {
        var text = new StringBuilder();
        write(text, tree(type, object, JsonMap.EMPTY), 0);
        return List.of(text.toString().split("\n", -1));
    }

    private static Map<String, Object> tree(String type, JsonMap object, JsonMap around) {
        var result = new LinkedHashMap<String, Object>();
        for (var field : TYPES.getOrDefault(type, List.of())) {
            if (field.kind() == '@') {
                var inner = field.json().isEmpty() ? object : object.map(field.json());
                result.putAll(tree(field.type(), inner, around));
                continue;
            }
            var from = field.around() ? around : object;
            var value = from.get(field.json());
            if (!field.tagged() || field.kind() == '*' || !isNothing(value)) {
                result.put(field.tagged() ? field.json() : field.name(), value(field, value, object));
            }
        }
        return result;
    }

    /** What JSON leaves out. */
    private static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case JsonList list -> list.isEmpty();
            case JsonMap map -> map.isEmpty();
            default -> false;
        };
    }

    private static Object value(Field field, @Nullable Object value, JsonMap around) {
        return switch (field.kind()) {
            case '#' -> value == null ? 0L : value;
            case '!' -> value == null ? false : value;
            case '?' -> value == null ? Null.NULL : value;
            case ':' -> tree(field.type(), value instanceof JsonMap map ? map : JsonMap.EMPTY, around);
            case '*' -> value instanceof JsonMap map ? tree(field.type(), map, around) : Null.NULL;
            case '[' ->
                value instanceof JsonList list
                        ? list.maps()
                                .map(item -> tree(field.type(), item, around))
                                .toList()
                        : Null.NULL;
            default -> value == null ? "" : value;
        };
    }

    /** @param depth of the indentation; negative for none */
    private static void write(StringBuilder text, Object value, int depth) {
        switch (value) {
            case Map<?, ?> map -> {
                text.append('{');
                boolean first = true;
                for (var entry : map.entrySet()) {
                    member(text, (String) entry.getKey(), entry.getValue(), depth, first);
                    first = false;
                }
                close(text, depth, first, '}');
            }
            case JsonMap map -> {
                text.append('{');
                for (int i = 0; i < map.size(); i++) {
                    member(text, map.keyAt(i), map.valueAt(i), depth, i == 0);
                }
                close(text, depth, map.isEmpty(), '}');
            }
            case Iterable<?> list -> {
                text.append('[');
                boolean first = true;
                for (var item : list) {
                    text.append(first ? "" : ",");
                    line(text, depth < 0 ? depth : depth + 1);
                    write(text, item, depth < 0 ? depth : depth + 1);
                    first = false;
                }
                close(text, depth, first, ']');
            }
            default -> text.append(Json.text(value));
        }
    }

    private static void member(StringBuilder text, String key, Object value, int depth, boolean first) {
        text.append(first ? "" : ",");
        line(text, depth < 0 ? depth : depth + 1);
        text.append(Json.text(key)).append(depth < 0 ? ":" : ": ");
        write(text, value, depth < 0 ? depth : depth + 1);
    }

    private static void close(StringBuilder text, int depth, boolean empty, char bracket) {
        if (!empty) {
            line(text, depth);
        }
        text.append(bracket);
    }

    private static void line(StringBuilder text, int depth) {
        if (depth >= 0) {
            text.append('\n').repeat(" ", depth);
        }
    }
}
