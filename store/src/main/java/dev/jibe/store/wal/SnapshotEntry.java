package dev.jibe.store.wal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One key and its value in a snapshot; never compared, so the array does no harm. */
@SuppressWarnings("ArrayRecordComponent")
public record SnapshotEntry(
        String bucket, String key, long createRevision, long modRevision, long expiresAtMillis, byte[] value) {

    private static final int FIXED_BYTES = 2 + 2 + 3 * Long.BYTES + Integer.BYTES;
    private static final int MAX_BYTES_OF_CHAR = 3;

    /** No fewer bytes than it takes. */
    int maxSizeBytes() {
        return FIXED_BYTES + MAX_BYTES_OF_CHAR * (bucket.length() + key.length()) + value.length;
    }

    void writeTo(ByteBuffer target) {
        byte[] bucketBytes = bucket.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        target.putShort((short) bucketBytes.length).put(bucketBytes);
        target.putShort((short) keyBytes.length).put(keyBytes);
        target.putLong(createRevision).putLong(modRevision).putLong(expiresAtMillis);
        target.putInt(value.length).put(value);
    }

    static SnapshotEntry readFrom(ByteBuffer source) {
        String bucket = text(source);
        String key = text(source);
        long createRevision = source.getLong();
        long modRevision = source.getLong();
        long expiresAtMillis = source.getLong();
        byte[] value = new byte[source.getInt()];
        source.get(value);
        return new SnapshotEntry(bucket, key, createRevision, modRevision, expiresAtMillis, value);
    }

    private static String text(ByteBuffer source) {
        byte[] bytes = new byte[source.getShort() & 0xFFFF];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
