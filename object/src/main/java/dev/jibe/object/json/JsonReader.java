package dev.jibe.object.json;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.StringPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON text into the tree and notes the keys that came twice. */
public final class JsonReader {

    /** Deeper than any API object; a bound on the stack that a hostile body can take. */
    public static final int MAX_DEPTH = 1000;

    private static final byte[] OPEN_MAP = {'{'};
    private static final byte[] CLOSE_MAP = {'}'};
    private static final byte[] OPEN_LIST = {'['};
    private static final byte[] CLOSE_LIST = {']'};
    private static final byte[] COMMA = {','};
    private static final byte[] COLON = {':'};

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1000)
                    .build())
            .build();

    private final JsonParser parser;
    private final ArrayList<Object> path = new ArrayList<>();
    private @Nullable List<String> duplicates;

    /**
     * A value, and the paths of the keys that came twice in it, as upstream's strict decoding prints them.
     *
     * @param duplicates such as {@code spec.containers[0].name}
     */
    public record Read(Object value, List<String> duplicates) {}

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    public static Read read(byte[] utf8) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            var reader = new JsonReader(parser);
            var token = parser.nextToken();
            if (token == null) {
                throw new MalformedException("unexpected end of JSON input");
            }
            var value = reader.value(token);
            if (parser.nextToken() != null) {
                throw new MalformedException(JsonSyntax.explain(utf8, "invalid character after top-level value"));
            }
            return new Read(value, reader.duplicates == null ? List.of() : List.copyOf(reader.duplicates));
        } catch (StreamReadException e) {
            throw new MalformedException(JsonSyntax.explain(utf8, String.valueOf(e.getOriginalMessage())), e);
        } catch (JacksonException e) {
            throw new MalformedException("malformed JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Object value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> map();
            case START_ARRAY -> list();
            case VALUE_STRING -> StringPool.value(parser.getString());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Null.NULL;
            default -> throw new MalformedException("unexpected " + token);
        };
    }

    private Object integer() {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> parser.getDoubleValue();
        };
    }

    private JsonMap map() {
        var builder = JsonMap.builder();
        String key;
        while ((key = parser.nextName()) != null) {
            path.add(key);
            var first = parser.nextToken();
            boolean asText =
                    first == JsonToken.START_OBJECT && key.equals("fieldsV1") && path.size() >= 3 && isManagedFields();
            builder.put(key, asText ? text() : value(first));
            path.removeLast();
        }
        var map = builder.build();
        if (map.size() < builder.count()) {
            builder.repeated().forEach(this::duplicate);
        }
        return map;
    }

    /** The object that has begun, as compact text in the order that it came in. */
    private RawJson text() {
        var writer = new JsonWriter(512);
        copy(JsonToken.START_OBJECT, writer);
        return RawJson.pooled(writer.toBytes());
    }

    private void copy(JsonToken token, JsonWriter writer) {
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            writer.value(value(token));
            return;
        }
        boolean map = token == JsonToken.START_OBJECT;
        writer.raw(map ? OPEN_MAP : OPEN_LIST);
        boolean any = false;
        JsonToken next;
        while ((next = parser.nextToken()) != JsonToken.END_OBJECT && next != JsonToken.END_ARRAY) {
            if (any) {
                writer.raw(COMMA);
            }
            any = true;
            if (map) {
                writer.value(parser.currentName()).raw(COLON);
                next = parser.nextToken();
            }
            copy(next, writer);
        }
        writer.raw(map ? CLOSE_MAP : CLOSE_LIST);
    }

    private boolean isManagedFields() {
        return path.get(path.size() - 3).equals("managedFields");
    }

    private void duplicate(String key) {
        duplicates = duplicates == null ? new ArrayList<>() : duplicates;
        duplicates.add(FieldPath.join(path, key));
    }

    private JsonList list() {
        var values = new ArrayList<Object>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            path.add(values.size());
            values.add(value(token));
            path.removeLast();
        }
        return JsonList.copyOf(values);
    }
}
