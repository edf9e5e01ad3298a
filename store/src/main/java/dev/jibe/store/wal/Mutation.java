package dev.jibe.store.wal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One key's change as the log keeps it.
 *
 * <p>Layout: kind (1 byte, the top bit set if the next mutation belongs to the same revision), bucket and key (each 2
 * bytes of length, then UTF-8); for a put also the expiry (8 bytes) and the value (4 bytes of length, then the bytes).
 */
public final class Mutation {

    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final int CONTINUED = 0x80;
    private static final int MAX_NAME_BYTES = 0xFFFF;

    private final byte kind;
    private final byte[] bucket;
    private final byte[] key;
    private final long expiresAtMillis;
    private final byte @Nullable [] value;

    private Mutation(byte kind, byte[] bucket, byte[] key, long expiresAtMillis, byte @Nullable [] value) {
        if (bucket.length > MAX_NAME_BYTES || key.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("bucket or key is longer than " + MAX_NAME_BYTES + " bytes");
        }
        this.kind = kind;
        this.bucket = bucket;
        this.key = key;
        this.expiresAtMillis = expiresAtMillis;
        this.value = value;
    }

    public static Mutation put(String bucket, String key, long expiresAtMillis, byte[] value) {
        return new Mutation(PUT, utf8(bucket), utf8(key), expiresAtMillis, value);
    }

    public static Mutation delete(String bucket, String key) {
        return new Mutation(DELETE, utf8(bucket), utf8(key), 0, null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public String bucket() {
        return new String(bucket, StandardCharsets.UTF_8);
    }

    public String key() {
        return new String(key, StandardCharsets.UTF_8);
    }

    public long expiresAtMillis() {
        return expiresAtMillis;
    }

    /** The bytes of a put; null for a deletion. */
    public byte @Nullable [] value() {
        return value;
    }

    public int sizeBytes() {
        int names = 1 + 2 + bucket.length + 2 + key.length;
        return value == null ? names : names + 8 + 4 + value.length;
    }

    void writeTo(ByteBuffer target, boolean continued) {
        target.put((byte) (continued ? kind | CONTINUED : kind));
        target.putShort((short) bucket.length).put(bucket);
        target.putShort((short) key.length).put(key);
        if (value != null) {
            target.putLong(expiresAtMillis).putInt(value.length).put(value);
        }
    }

    /** Whether the mutation that begins at the buffer's position shares its revision with the next. */
    static boolean isContinued(ByteBuffer source) {
        return (source.get(source.position()) & CONTINUED) != 0;
    }

    static Mutation readFrom(ByteBuffer source) {
        byte kind = (byte) (source.get() & ~CONTINUED);
        byte[] bucket = bytes(source, source.getShort() & 0xFFFF);
        byte[] key = bytes(source, source.getShort() & 0xFFFF);
        return switch (kind) {
            case PUT -> new Mutation(PUT, bucket, key, source.getLong(), bytes(source, source.getInt()));
            case DELETE -> new Mutation(DELETE, bucket, key, 0, null);
            default -> throw new AssertionError("a group with a right checksum has a mutation of kind " + kind);
        };
    }

    private static byte[] bytes(ByteBuffer source, int length) {
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }
}
