package dev.jibe.server.cel;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.protobuf.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of the tree as expressions see them, typed by their declarations. Nothing is copied. */
public final class Wrapping {

    private static final Decl.ListOf DYN_LIST = new Decl.ListOf(Decl.DYN, Long.MAX_VALUE, "", List.of());
    private static final Decl.MapOf DYN_MAP = new Decl.MapOf(Decl.DYN, Long.MAX_VALUE);

    private Wrapping() {}

    public static Object wrap(Object value, Decl decl) {
        return switch (decl) {
            case Decl.Scalar scalar -> scalar(value, scalar.kind());
            case Decl.ListOf list -> value instanceof JsonList items ? new ListValue(items, list) : value;
            case Decl.MapOf map -> value instanceof JsonMap entries ? new TypedMap(entries, map) : value;
            case Decl.Opaque _ -> value;
            case Decl.ObjectOf object -> value instanceof JsonMap fields ? new TypedObject(fields, object) : value;
        };
    }

    private static Object scalar(Object value, Decl.Kind kind) {
        return switch (kind) {
            case DYN -> dynamic(value);
            case DOUBLE -> value instanceof Long number ? (Object) number.doubleValue() : value;
            case INT -> {
                if (value instanceof Double) {
                    throw new CelFailure("invalid data, expected int, got float64");
                }
                yield value;
            }
            case TIMESTAMP -> value instanceof String text ? time(text) : value;
            case DURATION -> value instanceof String text ? Durations.parse(text) : value;
            case BYTES -> value instanceof String text ? bytes(text) : value;
            case BOOL, STRING -> value;
        };
    }

    private static Object dynamic(Object value) {
        return switch (value) {
            case JsonList list -> new ListValue(list, DYN_LIST);
            case JsonMap map -> new TypedMap(map, DYN_MAP);
            default -> value;
        };
    }

    private static Object time(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Times.parse(text);
        } catch (MalformedException | DateTimeException e) {
            throw new CelFailure("unable to parse time " + text);
        }
    }

    private static Object bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new CelFailure("illegal base64 data");
        }
    }

    private record TypedMap(JsonMap map, Decl.MapOf decl) implements MapValue {
        @Override
        public @Nullable Object get(Object key) {
            var value = key instanceof String name ? map.get(name) : null;
            return value == null ? null : wrap(value, decl.value());
        }

        @Override
        public List<Object> keys() {
            var keys = new ArrayList<Object>(map.size());
            map.forEach((key, value) -> keys.add(key));
            return keys;
        }

        @Override
        public int size() {
            return map.size();
        }
    }

    private record TypedObject(JsonMap map, Decl.ObjectOf decl) implements MapValue {
        @Override
        public @Nullable Object get(Object key) {
            var property = key instanceof String name ? decl.field(name) : null;
            var value = property == null ? null : map.get(property.key());
            // What is null is not there.
            return property == null || value == null || value == Null.NULL ? null : wrap(value, property.decl());
        }

        @Override
        public List<Object> keys() {
            var keys = new ArrayList<Object>();
            decl.fields().forEach((name, property) -> {
                if (map.has(property.key())) {
                    keys.add(name);
                }
            });
            return keys;
        }
    }
}
