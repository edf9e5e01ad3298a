package dev.jibe.object.protobuf;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.StringPool;
import dev.jibe.object.json.Json;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads a message into the tree.
 *
 * <p>What upstream's JSON would leave out (an empty value of a field that is not a pointer) is left out, so that the same
 * object gives the same tree, whichever way it came in.
 */
final class ProtoReader {

    private static final int MAX_DEPTH = 200;

    private static final int VARINT = 0;

    private static final int FIXED = 1;

    private static final int BYTES = 2;

    /** Wire types of what begins and ends a group. */
    private static final int GROUP = 3;

    private static final int END_OF_GROUP = 4;

    private final byte[] buffer;
    private int at;
    private final int end;
    private final int depth;
    private String name = "Unknown";

    ProtoReader(byte[] buffer, int from, int to) {
        this(buffer, from, to, 0);
    }

    /** The same, of a message that failures are to name. */
    ProtoReader named(String message) {
        name = message;
        return this;
    }

    ProtoReader(byte[] buffer, int depth) {
        this(buffer, 0, buffer.length, depth);
    }

    private ProtoReader(byte[] buffer, int from, int to, int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedException("protobuf message is nested too deeply");
        }
        this.buffer = buffer;
        this.at = from;
        this.end = to;
        this.depth = depth;
    }

    boolean hasMore() {
        return at < end;
    }

    JsonMap message(StructType type) {
        var values = new LinkedHashMap<String, Object>();
        name = simple(type);
        fields(type, values);
        var builder = JsonMap.builder();
        values.forEach((name, value) -> builder.put(name, finished(value)));
        return builder.build();
    }

    private static String simple(StructType type) {
        return type.name().substring(type.name().lastIndexOf('.') + 1);
    }

    /** Lists and maps grow while the message is read; they are Java's until then. */
    private static Object finished(Object value) {
        return switch (value) {
            case ArrayList<?> list -> JsonList.copyOf(list);
            case JsonMap.Builder map -> map.build();
            default -> value;
        };
    }

    private void fields(StructType type, Map<String, Object> values) {
        while (hasMore()) {
            int tag = tag();
            var field = type.byNumber(tag >>> 3);
            if (field == null) {
                skip(tag);
            } else if (field.inline()) {
                var struct = ((Ref) field.type()).struct();
                nested(tag).named(simple(struct)).fields(struct, values);
            } else {
                field(field, tag, values);
            }
        }
        for (var field : type.shownWhenAbsent()) {
            var absent = field.absent();
            if (absent != null) {
                values.putIfAbsent(field.name(), absent);
            }
        }
    }

    private void field(Field field, int tag, Map<String, Object> values) {
        expect(wireType(field.type()), tag, GoFields.name(field.name()));
        switch (field.type()) {
            case ListOf(FieldType element, boolean wrapped)
            when wrapped -> values.put(field.name(), wrapped(element, tag));
            case ListOf(FieldType element, boolean ignored) ->
                list(values, field.name()).add(value(element, tag));
            case MapOf(FieldType element) -> entry(element, tag, map(values, field.name()));
            case Ref ref -> values.put(field.name(), value(ref, tag));
            case Scalar scalar -> {
                var value = value(scalar, tag);
                if (value == Null.NULL) {
                    return;
                }
                if (field.nullable() || !field.omitEmpty() || !isZero(value)) {
                    values.put(field.name(), value);
                }
            }
        }
    }

    private static int wireType(FieldType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar) {
                    case INT32, INT64, BOOL -> VARINT;
                    case DOUBLE -> FIXED;
                    default -> BYTES;
                };
            case ListOf(FieldType element, boolean wrapped) -> wrapped ? BYTES : wireType(element);
            case MapOf _, Ref _ -> BYTES;
        };
    }

    private static void expect(int wireType, int tag, String field) {
        if ((tag & 7) != wireType) {
            throw new MalformedException("proto: wrong wireType = " + (tag & 7) + " for field " + field);
        }
    }

    @SuppressWarnings("unchecked") // only this class puts lists there
    private static ArrayList<Object> list(Map<String, Object> values, String name) {
        return (ArrayList<Object>) values.computeIfAbsent(name, ignored -> new ArrayList<>());
    }

    private static JsonMap.Builder map(Map<String, Object> values, String name) {
        return (JsonMap.Builder) values.computeIfAbsent(name, ignored -> JsonMap.builder());
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case String string -> string.isEmpty();
            case Long number -> number == 0;
            case Boolean bool -> !bool;
            case Double number -> number == 0;
            default -> false;
        };
    }

    private JsonList wrapped(FieldType element, int tag) {
        var list = new ArrayList<Object>();
        var inner = nested(tag);
        while (inner.hasMore()) {
            int innerTag = inner.tag();
            if (innerTag >>> 3 == 1) {
                list.add(inner.value(element, innerTag));
            } else {
                inner.skip(innerTag);
            }
        }
        return JsonList.copyOf(list);
    }

    private void entry(FieldType element, int tag, JsonMap.Builder into) {
        var entry = nested(tag);
        var key = "";
        Object value = emptyValue(element);
        while (entry.hasMore()) {
            int inner = entry.tag();
            switch (inner >>> 3) {
                case 1 -> key = entry.string(inner);
                case 2 ->
                    value = element instanceof ListOf(FieldType item, boolean ignored)
                            ? entry.wrapped(item, inner)
                            : entry.value(element, inner);
                default -> entry.skip(inner);
            }
        }
        into.put(key, value);
    }

    private static Object emptyValue(FieldType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar) {
                    case INT32, INT64 -> 0L;
                    case BOOL -> false;
                    case QUANTITY -> "0";
                    case TIME, MICRO_TIME -> Null.NULL;
                    default -> "";
                };
            case ListOf ignored -> JsonList.EMPTY;
            case MapOf ignored -> JsonMap.EMPTY;
            case Ref ignored -> JsonMap.EMPTY;
        };
    }

    private Object value(FieldType type, int tag) {
        return switch (type) {
            case Scalar scalar -> scalar(scalar, tag);
            case Ref(StructType struct) -> struct(struct, nested(tag));
            case ListOf(FieldType element, boolean ignored) -> wrapped(element, tag);
            case MapOf ignored -> throw new MalformedException("a map cannot stand in a list");
        };
    }

    private static Object struct(StructType type, ProtoReader inner) {
        if (type.form() == StructType.Form.OBJECT) {
            return inner.message(type);
        }
        Object value = type.form() == StructType.Form.OBJECT_OR_BOOL ? (Object) false : JsonList.EMPTY;
        var items = new ArrayList<Object>();
        while (inner.hasMore()) {
            int tag = inner.tag();
            var field = type.byNumber(tag >>> 3);
            if (field == null) {
                inner.skip(tag);
            } else if (field.type() instanceof ListOf(FieldType element, boolean ignored)) {
                items.add(inner.value(element, tag));
                value = items;
            } else {
                var read = inner.value(field.type(), tag);
                value = read instanceof Boolean && value instanceof JsonMap ? value : read;
            }
        }
        return finished(value);
    }

    private Object scalar(Scalar type, int tag) {
        return switch (type) {
            case STRING -> string(tag);
            case INT32 -> (long) (int) varint(tag);
            case INT64 -> varint(tag);
            case BOOL -> varint(tag) != 0;
            case DOUBLE -> Double.longBitsToDouble(fixed(8));
            case BYTES -> Base64.getEncoder().encodeToString(bytes(tag));
            case QUANTITY ->
                Quantity.parse(nested(tag).named("Quantity").text(1, "0")).toString();
            case INT_OR_STRING -> intOrString(nested(tag).named("IntOrString"));
            case TIME -> instant(nested(tag).named("Timestamp"), Times::seconds);
            case MICRO_TIME -> instant(nested(tag).named("Timestamp"), Times::micros);
            case DURATION ->
                GoDuration.print(Duration.ofNanos(nested(tag).named("Duration").whole(1)));
            case RAW -> raw(nested(tag).named("RawExtension"));
            case FIELDS_V1 ->
                raw(nested(tag).named("FieldsV1")) instanceof JsonMap fields ? RawJson.of(fields) : Null.NULL;
        };
    }

    private static Object raw(ProtoReader inner) {
        while (inner.hasMore()) {
            int tag = inner.tag();
            if (tag >>> 3 == 1) {
                return Json.parse(inner.bytes(tag));
            }
            inner.skip(tag);
        }
        return Null.NULL;
    }

    private static Object intOrString(ProtoReader inner) {
        long type = 0;
        long number = 0;
        var text = "";
        while (inner.hasMore()) {
            int tag = inner.tag();
            switch (tag >>> 3) {
                case 1 -> type = inner.varint(tag);
                case 2 -> number = (int) inner.varint(tag);
                case 3 -> text = new String(inner.bytes(tag), StandardCharsets.UTF_8);
                default -> inner.skip(tag);
            }
        }
        return type == 1 ? (Object) text : (Object) number;
    }

    /** A time that was never set is a message of no length. */
    private static Object instant(ProtoReader inner, Function<Instant, String> print) {
        if (!inner.hasMore()) {
            return Null.NULL;
        }
        long seconds = 0;
        long nanos = 0;
        while (inner.hasMore()) {
            int tag = inner.tag();
            switch (tag >>> 3) {
                case 1 -> seconds = inner.varint(tag);
                case 2 -> nanos = inner.varint(tag);
                default -> inner.skip(tag);
            }
        }
        try {
            return print.apply(Instant.ofEpochSecond(seconds, nanos));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedException("proto: no time: " + seconds + " seconds and " + nanos + " nanoseconds", e);
        }
    }

    private String text(int number, String otherwise) {
        while (hasMore()) {
            int tag = tag();
            if (tag >>> 3 == number) {
                return new String(bytes(tag), StandardCharsets.UTF_8);
            }
            skip(tag);
        }
        return otherwise;
    }

    private long whole(int number) {
        while (hasMore()) {
            int tag = tag();
            if (tag >>> 3 == number) {
                return varint(tag);
            }
            skip(tag);
        }
        return 0;
    }

    int tag() {
        int tag = (int) varint();
        if ((tag & 7) == END_OF_GROUP) {
            throw new MalformedException("proto: " + name + ": wiretype end group for non-group");
        }
        if (tag >>> 3 == 0) {
            throw new MalformedException("proto: " + name + ": illegal tag 0 (wire type " + (tag & 7) + ")");
        }
        return tag;
    }

    /** The bytes of a field that failures are to name. */
    byte[] bytes(int tag, String field) {
        expect(BYTES, tag, field);
        return bytes(tag);
    }

    byte[] bytes(int tag) {
        int length = length(tag);
        at += length;
        return Arrays.copyOfRange(buffer, at - length, at);
    }

    private String string(int tag) {
        int length = length(tag);
        at += length;
        var string = StringPool.value(buffer, at - length, at);
        return string.indexOf('\ufffd') < 0 ? string : Bytes.text(Arrays.copyOfRange(buffer, at - length, at));
    }

    private ProtoReader nested(int tag) {
        int length = length(tag);
        at += length;
        return new ProtoReader(buffer, at - length, at, depth + 1);
    }

    private int length(int tag) {
        expect(BYTES, tag, Integer.toString(tag >>> 3));
        long length = varint();
        if (length < 0 || length > Long.MAX_VALUE - at) {
            throw new MalformedException("proto: negative length found during unmarshaling");
        }
        if (length > end - at) {
            throw new MalformedException("unexpected EOF");
        }
        return (int) length;
    }

    private long varint(int tag) {
        expect(VARINT, tag, Integer.toString(tag >>> 3));
        return varint();
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new MalformedException("unexpected EOF");
            }
            byte b = buffer[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedException("proto: integer overflow");
    }

    private long fixed(int length) {
        if (end - at < length) {
            throw new MalformedException("unexpected EOF");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (buffer[at++] & 0xffL) << (8 * i);
        }
        return value;
    }

    /** Groups are of an older time; nothing is read from them. */
    private void skipGroup() {
        int open = 1;
        while (open > 0) {
            int tag = (int) varint();
            switch (tag & 7) {
                case GROUP -> open++;
                case END_OF_GROUP -> open--;
                default -> skip(tag);
            }
        }
    }

    void skip(int tag) {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> fixed(8);
            case 2 -> {
                // Not one statement: Java would read the position before the length moves it.
                int length = length(tag);
                at += length;
            }
            case GROUP -> skipGroup();
            case 5 -> fixed(4);
            default -> throw new MalformedException("proto: illegal wireType " + (tag & 7));
        }
    }
}
