package dev.jibe.object.protobuf;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.KeyLookup;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message from its end to its beginning, so that the length of each part is known when its head is due.
 *
 * <p>Upstream's encoder does the same and writes every field that is not a pointer, empty or not; so does this one.
 */
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private static final int SMALL_BYTES = 1 << 10;
    private static final int MAX_SPARE_BYTES = 64 << 10;

    /** The buffer of the last message, for the next one: to grow one for each message of a list makes four times the garbage. */
    private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

    private byte[] buffer;
    private int start;

    ProtoWriter() {
        var spare = SPARE.getAndSet(null);
        buffer = spare == null ? new byte[SMALL_BYTES] : spare;
        start = buffer.length;
    }

    /** A writer with room for so many bytes before it has to move what it has. */
    ProtoWriter(int capacity) {
        buffer = new byte[capacity];
        start = capacity;
    }

    byte[] toBytes() {
        return Arrays.copyOfRange(buffer, start, buffer.length);
    }

    /** The bytes; nothing is written here after that. */
    byte[] finish() {
        var bytes = toBytes();
        if (buffer.length <= MAX_SPARE_BYTES) {
            SPARE.set(buffer);
        }
        return bytes;
    }

    int size() {
        return buffer.length - start;
    }

    void message(JsonMap map, StructType type) {
        if (type.form() != StructType.Form.OBJECT) {
            throw new IllegalArgumentException(type + " is not an object");
        }
        var fields = type.wireFields();
        var places = map.places(type.wireKeys());
        for (int i = fields.size() - 1; i >= 0; i--) {
            var field = fields.get(i);
            if (field.inline()) {
                inline(map, field);
            } else if (places[i] != KeyLookup.ABSENT && map.valueAt(places[i]) != Null.NULL) {
                value(field.number(), map.valueAt(places[i]), field.type());
            } else if (!field.nullable()) {
                empty(field);
            }
        }
    }

    private void inline(JsonMap map, Field field) {
        int before = size();
        message(map, ((Ref) field.type()).struct());
        if (size() > before || !field.nullable()) {
            lengthAndTag(field.number(), before);
        }
    }

    /** A field that upstream always writes. */
    private void empty(Field field) {
        switch (field.type()) {
            case ListOf ignored -> {}
            case MapOf ignored -> {}
            case Ref(StructType struct) -> value(field.number(), JsonMap.EMPTY, field.type());
            case Scalar scalar -> {
                switch (scalar) {
                    case STRING -> string(field.number(), "");
                    case INT32, INT64, BOOL -> varint(field.number(), 0);
                    case DOUBLE -> fixed64(field.number(), 0);
                    case BYTES -> {}
                    case INT_OR_STRING -> value(field.number(), 0L, scalar);
                    case QUANTITY -> value(field.number(), "0", scalar);
                    case TIME, MICRO_TIME, DURATION, RAW, FIELDS_V1 -> lengthAndTag(field.number(), size());
                }
            }
        }
    }

    private void value(int number, Object value, FieldType type) {
        switch (type) {
            case Scalar scalar -> scalar(number, value, scalar);
            case Ref(StructType struct) -> {
                int before = size();
                struct(value, struct);
                lengthAndTag(number, before);
            }
            case ListOf(FieldType element, boolean wrapped) -> {
                int before = size();
                var list = value instanceof JsonList all ? all : JsonList.EMPTY;
                for (int i = list.size() - 1; i >= 0; i--) {
                    value(wrapped ? 1 : number, list.get(i), element);
                }
                if (wrapped) {
                    lengthAndTag(number, before);
                }
            }
            case MapOf(FieldType inner) -> {
                var map = value instanceof JsonMap all ? all : JsonMap.EMPTY;
                for (int i = map.size() - 1; i >= 0; i--) {
                    int before = size();
                    value(2, map.valueAt(i), inner);
                    string(1, map.keyAt(i));
                    lengthAndTag(number, before);
                }
            }
        }
    }

    private void struct(Object value, StructType type) {
        switch (type.form()) {
            case OBJECT -> message(value instanceof JsonMap map ? map : JsonMap.EMPTY, type);
            case OBJECT_OR_BOOL -> {
                if (value instanceof JsonMap) {
                    numbered(type, 2, value);
                    varint(1, 1);
                } else {
                    varint(1, value instanceof Boolean bool && bool ? 1 : 0);
                }
            }
            case OBJECT_OR_LIST -> numbered(type, value instanceof JsonMap ? 1 : 2, value);
            case OBJECT_OR_STRINGS -> numbered(type, value instanceof JsonMap ? 1 : 2, value);
        }
    }

    private void numbered(StructType type, int number, Object value) {
        var field = type.byNumber(number);
        if (field == null) {
            throw new IllegalArgumentException(type + " has no field " + number);
        }
        value(number, value, field.type());
    }

    private void scalar(int number, Object value, Scalar type) {
        if (value == Null.NULL) {
            lengthAndTag(number, size());
            return;
        }
        switch (type) {
            case STRING -> string(number, text(value));
            case INT32, INT64 -> varint(number, whole(value));
            case BOOL -> varint(number, value instanceof Boolean bool && bool ? 1 : 0);
            case DOUBLE -> fixed64(number, Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case BYTES -> bytes(number, base64(text(value)));
            case QUANTITY -> {
                int before = size();
                string(1, text(value));
                lengthAndTag(number, before);
            }
            case INT_OR_STRING -> {
                int before = size();
                string(3, value instanceof String string ? string : "");
                varint(2, value instanceof Number whole ? whole.longValue() : 0);
                varint(1, value instanceof String ? 1 : 0);
                lengthAndTag(number, before);
            }
            case TIME, MICRO_TIME -> time(number, text(value));
            case DURATION -> {
                int before = size();
                varint(1, GoDuration.parse(text(value)).toNanos());
                lengthAndTag(number, before);
            }
            case RAW, FIELDS_V1 -> {
                int before = size();
                bytes(1, value instanceof RawJson raw ? raw.spelled() : Json.write(value));
                lengthAndTag(number, before);
            }
        }
    }

    private void time(int number, String text) {
        int before = size();
        var instant = Times.parse(text);
        varint(2, instant.getNano());
        varint(1, instant.getEpochSecond());
        lengthAndTag(number, before);
    }

    private static String text(Object value) {
        return value instanceof String string ? string : Json.text(value);
    }

    private static long whole(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new MalformedException("not a number: " + value);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("illegal base64 data", e);
        }
    }

    void string(int number, String value) {
        bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(int number, byte[] value) {
        int before = size();
        prepend(value);
        lengthAndTag(number, before);
    }

    /** Puts the head before what was written since: its length and the field's number. */
    void lengthAndTag(int number, int sizeBefore) {
        head(number, size() - sizeBefore);
    }

    /** Puts the head of a part before it: its length and the field's number. */
    void head(int number, long length) {
        varint(length);
        varint((number << 3) | BYTES);
    }

    private void varint(int number, long value) {
        varint(value);
        varint((number << 3) | VARINT);
    }

    private void fixed64(int number, long bits) {
        ensure(8);
        start -= 8;
        for (int i = 0; i < 8; i++) {
            buffer[start + i] = (byte) (bits >>> (8 * i));
        }
        varint((number << 3) | FIXED64);
    }

    private void varint(long value) {
        int length = 1;
        for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        ensure(length);
        start -= length;
        long rest = value;
        for (int i = 0; i < length - 1; i++) {
            buffer[start + i] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        buffer[start + length - 1] = (byte) rest;
    }

    void prepend(byte[] bytes) {
        ensure(bytes.length);
        start -= bytes.length;
        System.arraycopy(bytes, 0, buffer, start, bytes.length);
    }

    private void ensure(int more) {
        if (start < more) {
            int used = size();
            var larger = new byte[Math.max(buffer.length * 2, used + more)];
            System.arraycopy(buffer, start, larger, larger.length - used, used);
            start = larger.length - used;
            buffer = larger;
        }
    }
}
