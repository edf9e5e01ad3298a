package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The protobuf messages that an OpenAPI document is made of, read from a table that says how in its first lines. */
record DocumentMessages(Map<String, Message> byName) {

    /** What all documents are. */
    static final String ROOT = "Document";

    /**
     * One message.
     *
     * @param fields by the names that they have in JSON
     * @param extensions where keys that begin with {@code x-} go; 0 if nowhere
     * @param others where all other keys go
     * @param whole where the value goes that is no object of its own
     * @param choices of which one is taken
     */
    record Message(
            Map<String, Field> fields,
            int extensions,
            @Nullable Field others,
            @Nullable Field whole,
            Map<String, Field> choices) {

        /** Where the value goes in a message of alternatives; null if none fits. */
        @Nullable
        Field choice(Object value) {
            for (var choice : choices.entrySet()) {
                if (holds(choice.getKey(), value)) {
                    return choice.getValue();
                }
            }
            return null;
        }

        private static boolean holds(String condition, Object value) {
            return switch (condition) {
                case "" -> true;
                case "true" -> value instanceof Boolean;
                case "number" -> value instanceof Number;
                case "text" -> value instanceof String;
                default -> {
                    int colon = condition.indexOf(':');
                    yield value instanceof JsonMap map
                            && (colon < 0
                                    ? map.has(condition)
                                    : map.string(condition.substring(0, colon)).equals(condition.substring(colon + 1)));
                }
            };
        }
    }

    /** @param type one of the letters of the table, or a message's name */
    record Field(int number, boolean repeated, String type) {

        static Field parse(String text) {
            int colon = text.indexOf(':');
            boolean repeated = text.charAt(colon + 1) == '+';
            return new Field(
                    Integer.parseInt(text.substring(0, colon)), repeated, text.substring(colon + (repeated ? 2 : 1)));
        }

        boolean isScalar() {
            return type.length() == 1;
        }

        JsonList values(Object value) {
            return value instanceof JsonList list ? list : JsonList.of(value);
        }
    }

    static DocumentMessages read(String resource) {
        try (var in = Objects.requireNonNull(DocumentMessages.class.getResourceAsStream(resource), resource)) {
            var messages = new HashMap<String, Message>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        var words = line.split(" ", -1);
                        messages.put(words[0], message(words));
                    });
            return new DocumentMessages(messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message message(String[] words) {
        var fields = new HashMap<String, Field>();
        var choices = new LinkedHashMap<String, Field>();
        int extensions = 0;
        Field others = null;
        Field whole = null;
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            var name = words[i].substring(0, equals);
            var place = words[i].substring(equals + 1);
            if (name.equals("x-")) {
                extensions = Integer.parseInt(place);
            } else if (name.equals("*")) {
                others = Field.parse(place);
            } else if (name.equals("@")) {
                whole = Field.parse(place);
            } else if (name.startsWith("?")) {
                choices.put(name.substring(1), Field.parse(place));
            } else {
                fields.put(name, Field.parse(place));
            }
        }
        return new Message(fields, extensions, others, whole, choices);
    }

    Message message(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }
}
