package dev.jibe.server.forward;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.RawConnection;
import java.util.Arrays;

/** Two connections joined: what one says the other hears, until either ends. */
final class Pipe {

    private static final int BUFFER_BYTES = 32 << 10;

    private Pipe() {}

    /** Returns when both directions have ended. */
    static void join(RawConnection one, RawConnection other) {
        var back = Thread.startVirtualThread(() -> copy(other, one));
        copy(one, other);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(RawConnection from, RawConnection to) {
        var buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            for (int n = from.read(buffer, 0, buffer.length); n >= 0; n = from.read(buffer, 0, buffer.length)) {
                to.write(Arrays.copyOf(buffer, n));
            }
        } catch (WireException e) {
            // One side is gone; closing both is all there is to do.
            from.close();
        }
    }
}
