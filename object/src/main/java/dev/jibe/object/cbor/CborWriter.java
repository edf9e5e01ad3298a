package dev.jibe.object.cbor;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes values as deterministic CBOR (RFC 8949, 4.2.1) into a growing array. */
final class CborWriter {

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;
    private static final int HALF = 0xf9;
    private static final int SINGLE = 0xfa;
    private static final int DOUBLE = 0xfb;

    /** Tag 22: what follows is Base64 where it is shown as text. */
    private static final int LATER_BASE64 = 0xd6;

    private byte[] buffer = new byte[512];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    CborWriter raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    CborWriter mapHead(int pairs) {
        head(MAP, pairs);
        return this;
    }

    CborWriter arrayHead(int elements) {
        head(ARRAY, elements);
        return this;
    }

    CborWriter string(String string) {
        var utf8 = string.getBytes(StandardCharsets.UTF_8);
        head(BYTES, utf8.length);
        return raw(utf8);
    }

    CborWriter struct(JsonMap map, @Nullable StructType type) {
        map(map, type, null);
        return this;
    }

    private void value(Object value, @Nullable FieldType type) {
        switch (value) {
            case JsonMap map -> {
                var struct = type instanceof Ref ref ? ref.struct() : null;
                map(map, struct, type instanceof MapOf(var element) ? element : null);
            }
            case JsonList list -> {
                var element = type instanceof ListOf listOf ? listOf.element() : null;
                head(ARRAY, list.size());
                for (int i = 0; i < list.size(); i++) {
                    value(list.get(i), element);
                }
            }
            case String string -> text(string, type);
            case Long number -> number(number, type);
            case Integer number -> number(number.longValue(), type);
            case Double number -> number(number.doubleValue());
            case Boolean bool -> put(bool ? TRUE : FALSE);
            case Null _ -> put(NULL);
            case RawJson raw -> value(raw.parse(), null);
            default -> throw new IllegalArgumentException("not a value of the tree: " + value.getClass());
        }
    }

    /** Keys in the order of their encoded form, in which shorter ones come first. */
    private void map(JsonMap map, @Nullable StructType struct, @Nullable FieldType element) {
        int count = map.size();
        head(MAP, count);
        var keys = new Key[count];
        for (int i = 0; i < count; i++) {
            keys[i] = new Key(map.keyAt(i).getBytes(StandardCharsets.UTF_8), i);
        }
        Arrays.sort(keys);
        for (var key : keys) {
            head(BYTES, key.utf8.length);
            raw(key.utf8);
            var field = struct == null ? null : struct.field(map.keyAt(key.index));
            value(map.valueAt(key.index), struct == null ? element : field == null ? null : field.type());
        }
    }

    private static final class Key implements Comparable<Key> {
        private final byte[] utf8;
        private final int index;

        Key(byte[] utf8, int index) {
            this.utf8 = utf8;
            this.index = index;
        }

        @Override
        public int compareTo(Key other) {
            return utf8.length != other.utf8.length
                    ? Integer.compare(utf8.length, other.utf8.length)
                    : Arrays.compareUnsigned(utf8, other.utf8);
        }
    }

    private void text(String string, @Nullable FieldType type) {
        if (type == Scalar.BYTES) {
            try {
                var bytes = Base64.getDecoder().decode(string);
                put(LATER_BASE64);
                head(BYTES, bytes.length);
                raw(bytes);
                return;
            } catch (IllegalArgumentException e) {
                // Never decoded, it is shown as it is.
            }
        }
        string(string);
    }

    private void number(long number, @Nullable FieldType type) {
        if (type == Scalar.DOUBLE) {
            number((double) number);
        } else if (number >= 0) {
            head(UNSIGNED, number);
        } else {
            head(NEGATIVE, -1 - number);
        }
    }

    /** The shortest float that is the same number. */
    private void number(double number) {
        short half = Float.floatToFloat16((float) number);
        if (Float.float16ToFloat(half) == number) {
            put(HALF);
            bytes(half & 0xffffL, 2);
        } else if ((float) number == number) {
            put(SINGLE);
            bytes(Float.floatToIntBits((float) number) & 0xffffffffL, 4);
        } else {
            put(DOUBLE);
            bytes(Double.doubleToLongBits(number), 8);
        }
    }

    /** A head with its argument in as few bytes as can be. */
    private void head(int major, long argument) {
        int high = major << 5;
        if (argument < 24) {
            put(high | (int) argument);
        } else if (argument <= 0xff) {
            put(high | 24);
            bytes(argument, 1);
        } else if (argument <= 0xffff) {
            put(high | 25);
            bytes(argument, 2);
        } else if (argument <= 0xffffffffL) {
            put(high | 26);
            bytes(argument, 4);
        } else {
            put(high | 27);
            bytes(argument, 8);
        }
    }

    private void bytes(long value, int count) {
        ensure(count);
        for (int i = count - 1; i >= 0; i--) {
            buffer[size++] = (byte) (value >>> (8 * i));
        }
    }

    private void put(int b) {
        ensure(1);
        buffer[size++] = (byte) b;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
