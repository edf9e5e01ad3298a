package dev.jibe.object.cbor;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.StringPool;
import dev.jibe.object.json.JsonReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;

/** Reads CBOR into the tree; what the tree has no place for is refused, keys that come twice too. */
final class CborReader {

    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;

    private final CborScanner in;
    private final int length;
    private int depth;

    CborReader(byte[] bytes) {
        this.in = new CborScanner(bytes);
        this.length = bytes.length;
    }

    Object whole() {
        in.head();
        var value = value(0);
        if (in.left() > 0) {
            throw new MalformedException(
                    "cbor: " + in.left() + " bytes of extraneous data starting at index " + (length - in.left()));
        }
        return value;
    }

    /** The value whose head was read. */
    private Object value(long tag) {
        return switch (in.major()) {
            case CborScanner.UNSIGNED -> {
                if (in.argument() < 0) {
                    throw new MalformedException("cbor: cannot unmarshal positive integer into Go value of type int64 ("
                            + Long.toUnsignedString(in.argument()) + " overflows Go's int64)");
                }
                yield in.argument();
            }
            case CborScanner.NEGATIVE -> {
                if (in.argument() < 0) {
                    throw new MalformedException(
                            "cbor: cannot unmarshal negative integer into Go value of type int64 (-"
                                    + Long.toUnsignedString(in.argument()) + "-1 overflows Go's int64)");
                }
                yield -1 - in.argument();
            }
            case CborScanner.BYTES, CborScanner.TEXT -> StringPool.value(in.text(tag));
            case CborScanner.ARRAY -> list();
            case CborScanner.MAP -> map();
            case CborScanner.TAG -> tagged();
            default -> other();
        };
    }

    private void down() {
        if (++depth > JsonReader.MAX_DEPTH) {
            throw new MalformedException("cbor: exceeded max nested level " + JsonReader.MAX_DEPTH);
        }
    }

    private JsonList list() {
        down();
        long count = in.argument();
        var values = new ArrayList<Object>();
        for (long i = 0; count == CborScanner.INDEFINITE ? !in.ends() : i < count; i++) {
            in.head();
            values.add(value(0));
        }
        depth--;
        return values.isEmpty() ? JsonList.EMPTY : JsonList.copyOf(values);
    }

    private JsonMap map() {
        down();
        long count = in.argument();
        var values = new HashMap<String, Object>();
        for (long i = 0; count == CborScanner.INDEFINITE ? !in.ends() : i < count; i++) {
            var key = key();
            in.head();
            if (values.put(key, value(0)) != null) {
                throw new MalformedException("cbor: found duplicate map key \"" + key + "\" at map element index " + i);
            }
        }
        depth--;
        return values.isEmpty() ? JsonMap.EMPTY : JsonMap.copyOf(values);
    }

    private String key() {
        in.head();
        if (in.major() != CborScanner.BYTES && in.major() != CborScanner.TEXT) {
            throw new MalformedException(
                    "cbor: cannot unmarshal " + CborScanner.name(in.major()) + " into Go value of type string");
        }
        return in.text(0);
    }

    private Object tagged() {
        down();
        long tag = in.argument();
        in.head();
        if (tag == 2 || tag == 3) {
            throw CborScanner.unacceptable("tag", "bignum");
        }
        var value = value(tag);
        depth--;
        return tag == 0 || tag == 1 ? time(tag, value) : value;
    }

    /** Time as the API writes it, whichever way it came. */
    private static Object time(long tag, Object value) {
        try {
            return switch (value) {
                case String text
                when tag == 0 -> {
                    var _ = java.time.OffsetDateTime.parse(text);
                    yield text;
                }
                case Long seconds
                when tag == 1 -> Instant.ofEpochSecond(seconds).toString();
                case Double seconds
                when tag == 1 ->
                    Instant.ofEpochSecond(0)
                            .plusNanos(Math.round(seconds * 1e9))
                            .toString();
                default ->
                    throw new MalformedException("cbor: tag number " + tag + " must be followed by "
                            + (tag == 0 ? "text string" : "integer or floating-point number"));
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedException("cbor: cannot set " + value + " for time.Time: " + e.getMessage(), e);
        }
    }

    private Object other() {
        return switch (in.info()) {
            case FALSE -> Boolean.FALSE;
            case TRUE -> Boolean.TRUE;
            case NULL -> Null.NULL;
            case 25, 26, 27 -> in.number();
            default ->
                throw CborScanner.unacceptable("primitives", "simple value " + in.argument() + " is not recognized");
        };
    }
}
