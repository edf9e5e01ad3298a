package dev.jibe.object;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Short strings that many objects repeat: keys, enumerated values, names of images and owners.
 *
 * <p>Values share a direct-mapped table in which a newcomer replaces what is there: it is a cache, needs no lock, and
 * cannot grow. A lost race costs one duplicate string. It is asked with the bytes that a decoder has before it, so that
 * a known string is never made twice.
 */
public final class StringPool {

    private static final int SLOTS = 1 << 13;
    private static final int MAX_LENGTH = 48;
    private static final int MAX_KEYS = 1 << 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final @Nullable Entry[] VALUES = new Entry[SLOTS];
    private static final ConcurrentHashMap<String, String> KEYS = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Entry(byte[] utf8, String string) {}

    private StringPool() {}

    /** An equal string, likely the one that other objects hold. */
    public static String value(String string) {
        if (string.length() > MAX_LENGTH) {
            return string;
        }
        var utf8 = string.getBytes(StandardCharsets.UTF_8);
        return value(utf8, 0, utf8.length);
    }

    /** The text between the two places as a string, likely the one that other objects hold. */
    public static String value(byte[] utf8, int from, int to) {
        int length = to - from;
        if (length > MAX_LENGTH) {
            return new String(utf8, from, length, StandardCharsets.UTF_8);
        }
        int slot = slot(utf8, from, to);
        var known = VALUES[slot];
        if (known != null && known.utf8.length == length && same(known.utf8, 0, utf8, from, length)) {
            return known.string;
        }
        var string = new String(utf8, from, length, StandardCharsets.UTF_8);
        VALUES[slot] = new Entry(Arrays.copyOfRange(utf8, from, to), string);
        return string;
    }

    /** Whether the bytes are the same; for short ranges, which a call of the vector routine would cost more than. */
    static boolean same(byte[] some, int someFrom, byte[] other, int otherFrom, int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if ((long) LONGS.get(some, someFrom + i) != (long) LONGS.get(other, otherFrom + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (some[someFrom + i] != other[otherFrom + i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | bytes[at] & 0xff;
        }
        hash = (hash ^ rest) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 40) & (SLOTS - 1);
    }

    /** An equal string for use as a key, the same one as the literal in the code where there is one. */
    static String key(String string) {
        var known = KEYS.get(string);
        if (known != null) {
            return known;
        }
        if (KEYS.size() >= MAX_KEYS || string.length() > MAX_LENGTH) {
            return string;
        }
        var interned = string.intern();
        KEYS.put(interned, interned);
        return interned;
    }
}
