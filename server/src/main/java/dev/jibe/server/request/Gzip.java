package dev.jibe.server.request;

import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Pieces;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compressed answers: such as are long enough, for clients that take them. As in upstream's server (feature gate
 * {@code APIResponseCompression}) it is the fastest level, because the network is seldom what is slow.
 */
final class Gzip {

    /** Shorter answers are sent as they are. */
    static final int LEAST_BYTES = 128 << 10;

    private static final int BUFFER_BYTES = 16 << 10;

    /** RFC 1952: gzip, deflated, without a name or a time, on no particular system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER_BYTES = 8;

    private Gzip() {}

    /** Whether a client that asks like that takes answers in this form. */
    static boolean isAccepted(Headers request) {
        for (var token : request.get("accept-encoding", "").split(",", -1)) {
            if (token.strip().equals("gzip")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The content compressed, in several parts side by side; both are the caller's to close. Compressed parts that end on a
     * whole byte and know nothing of each other are, one after the other, what one after the other is compressed.
     */
    static Pieces pack(Pieces content, int parts) {
        long size = content.size();
        var sum = new CRC32();
        content.forEach(sum::update);
        var shares = content.split(parts);
        var packing = new ArrayList<Consumer<Pieces>>();
        for (var share : shares) {
            boolean isLast = share == shares.getLast();
            packing.add(packed -> {
                try (share) {
                    deflate(share, isLast, packed);
                }
            });
        }
        return Pieces.written(packed -> {
            packed.add(HEADER);
            packed.append(Pieces.written(packing));
            packed.add(ByteBuffer.allocate(TRAILER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) sum.getValue())
                    .putInt((int) size)
                    .array());
        });
    }

    private static void deflate(Pieces content, boolean isLast, Pieces packed) {
        try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
            var buffer = new byte[BUFFER_BYTES];
            content.forEach(piece -> {
                deflater.setInput(piece);
                drain(deflater, Deflater.NO_FLUSH, buffer, packed);
            });
            if (isLast) {
                deflater.finish();
            }
            drain(deflater, isLast ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH, buffer, packed);
        }
    }

    private static void drain(Deflater deflater, int flush, byte[] buffer, Pieces packed) {
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, flush);
            packed.add(buffer, 0, count);
        } while (count == buffer.length);
    }
}
