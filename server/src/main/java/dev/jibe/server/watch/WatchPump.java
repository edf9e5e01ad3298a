package dev.jibe.server.watch;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.server.ResponseStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves events from a source to a client's stream as fast as the client takes them.
 *
 * <p>It holds no thread while there is nothing to do: the source wakes it when there are events, the stream when there is
 * room. A slow client is served from the store's history, or told that what it missed is gone.
 */
public final class WatchPump {

    private static final int MAX_BATCH = 100;
    private static final int MAX_BATCH_BYTES = 64 << 10;

    /** How often a client that wants bookmarks gets one while nothing else happens: upstream's minute. */
    private static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);

    private final WatchSource source;
    private final ResponseStream stream;
    private final Function<WatchEvent, byte[]> encode;
    private final Runnable whenEnded;
    private final Clock clock;
    private final int batch;
    private final AtomicInteger wakes = new AtomicInteger();
    private final ArrayDeque<WatchEvent> polled = new ArrayDeque<>(0);
    private byte @Nullable [] pending;
    private boolean failed;
    private volatile boolean bookmarkDue;
    private volatile boolean ended;
    private volatile @Nullable Cancellable bookmarkTimer;
    private volatile @Nullable Cancellable endTimer;

    public WatchPump(
            WatchSource source,
            ResponseStream stream,
            Function<WatchEvent, byte[]> encode,
            Runnable whenEnded,
            Clock clock) {
        this.whenEnded = whenEnded;
        this.source = source;
        this.stream = stream;
        this.encode = encode;
        this.clock = clock;
        this.batch = stream instanceof MessageStream ? 1 : MAX_BATCH;
    }

    /** Begins; the source and the stream are closed when the time is over, or the client leaves. */
    public void start(Duration lifetime) {
        stream.onClose(this::end);
        endTimer = clock.schedule(lifetime, this::end);
        scheduleBookmark();
        wake();
    }

    private void scheduleBookmark() {
        if (source.wantsBookmarks() && !ended) {
            bookmarkTimer = clock.schedule(BOOKMARK_INTERVAL, () -> {
                bookmarkDue = true;
                wake();
                scheduleBookmark();
            });
        }
    }

    /** One run at a time; a wake during a run makes it run once more. */
    private void wake() {
        if (wakes.getAndIncrement() == 0) {
            Thread.startVirtualThread(this::run);
        }
    }

    private void run() {
        int handled;
        do {
            handled = wakes.get();
            try {
                move();
            } catch (RuntimeException e) {
                end();
                stream.abort();
            }
        } while (!wakes.compareAndSet(handled, 0));
    }

    private void move() {
        while (!ended) {
            if (pending == null) {
                pending = nextBatch();
            }
            if (pending == null) {
                source.onEvents(this::wake);
                return;
            }
            if (!stream.tryWrite(pending)) {
                if (!stream.isOpen()) {
                    end();
                    return;
                }
                stream.onWritable(this::wake);
                return;
            }
            pending = null;
            if (failed) {
                end();
            }
        }
    }

    /** Some events in one piece: what a client that does not read makes the server hold is little, however large they are. */
    private byte @Nullable [] nextBatch() {
        if (polled.isEmpty()) {
            polled.addAll(source.poll(batch));
        }
        if (polled.isEmpty()) {
            if (!bookmarkDue) {
                return null;
            }
            bookmarkDue = false;
            return encode.apply(source.bookmark());
        }
        byte[] first = last(polled.remove());
        if (polled.isEmpty() || first.length >= MAX_BATCH_BYTES) {
            return first;
        }
        var bytes = new ByteArrayOutputStream(Math.min(MAX_BATCH_BYTES, (polled.size() + 1) * 2048));
        bytes.writeBytes(first);
        while (!polled.isEmpty() && bytes.size() < MAX_BATCH_BYTES) {
            bytes.writeBytes(last(polled.remove()));
        }
        return bytes.toByteArray();
    }

    private byte[] last(WatchEvent event) {
        if (event.type().equals("ERROR")) {
            failed = true;
        }
        return encode.apply(event);
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        cancel(bookmarkTimer);
        cancel(endTimer);
        source.close();
        stream.close();
        whenEnded.run();
    }

    private static void cancel(@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
