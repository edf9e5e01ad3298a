package dev.jibe.server.request;

import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Pieces;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compressed answers: such as are long enough, for clients that take them. As in upstream's server (feature gate
 * {@code APIResponseCompression}) it is the fastest level, because the network is seldom what is slow.
 */
final class Gzip {

    /** Shorter answers are sent as they are. */
    static final int LEAST_BYTES = 128 << 10;

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

    /** The content compressed, which the caller closes. */
    static Pieces pack(Pieces content) {
        return Pieces.written(packed -> {
            try (var zip = new Fastest(packed.end())) {
                content.copyTo(zip);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static final class Fastest extends GZIPOutputStream {
        private static final int BUFFER_BYTES = 16 << 10;

        Fastest(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
