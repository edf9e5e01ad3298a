package dev.jibe.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.server.ResponseStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watch hands to the connection at a time. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class WatchPumpTest {

    private static final int EVENTS = 100;
    private static final int EVENT_BYTES = 40 << 10;
    private static final int MOST_BYTES = (64 << 10) + EVENT_BYTES;

    private final LinkedBlockingQueue<byte[]> written = new LinkedBlockingQueue<>();

    @Test
    void aPieceIsSmallHoweverLargeTheEvents() throws InterruptedException {
        var pump = new WatchPump(new Source(), new Sink(), event -> new byte[EVENT_BYTES], () -> {}, Clock.system());
        pump.start(Duration.ofHours(1));
        int bytes = 0;
        while (bytes < EVENTS * EVENT_BYTES) {
            var piece = written.take();
            assertTrue(piece.length <= MOST_BYTES, "a piece of " + piece.length + " bytes");
            bytes += piece.length;
        }
        assertEquals(EVENTS * EVENT_BYTES, bytes);
    }

    /** Has all its events at once. */
    private static final class Source implements WatchSource {
        private final List<WatchEvent> left =
                new ArrayList<>(Collections.nCopies(EVENTS, new WatchEvent("ADDED", JsonMap.EMPTY)));

        @Override
        public List<WatchEvent> poll(int max) {
            var batch = List.copyOf(left.subList(0, Math.min(max, left.size())));
            left.subList(0, batch.size()).clear();
            return batch;
        }

        @Override
        public List<WatchEvent> take(int max, Duration timeout) {
            return poll(max);
        }

        @Override
        public void onEvents(Runnable wake) {}

        @Override
        public WatchEvent bookmark() {
            return new WatchEvent("BOOKMARK", JsonMap.EMPTY);
        }

        @Override
        public long timeoutSeconds() {
            return 0;
        }

        @Override
        public boolean wantsBookmarks() {
            return false;
        }

        @Override
        public void close() {}
    }

    private final class Sink implements ResponseStream {
        @Override
        public void write(byte[] bytes) {
            written.add(bytes);
        }

        @Override
        public boolean tryWrite(byte[] bytes) {
            return written.add(bytes);
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void onWritable(Runnable callback) {
            callback.run();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void onClose(Runnable callback) {}

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }
}
