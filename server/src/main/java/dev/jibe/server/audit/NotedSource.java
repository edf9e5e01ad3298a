package dev.jibe.server.audit;

import dev.jibe.server.watch.WatchEvent;
import dev.jibe.server.watch.WatchSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A watch of which the end is noted. */
final class NotedSource implements WatchSource {

    private final WatchSource source;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();

    NotedSource(WatchSource source, Runnable end) {
        this.source = source;
        this.end = end;
    }

    @Override
    public List<WatchEvent> poll(int max) {
        return source.poll(max);
    }

    @Override
    public List<WatchEvent> take(int max, Duration timeout) throws InterruptedException {
        return source.take(max, timeout);
    }

    @Override
    public void onEvents(Runnable wake) {
        source.onEvents(wake);
    }

    @Override
    public WatchEvent bookmark() {
        return source.bookmark();
    }

    @Override
    public long timeoutSeconds() {
        return source.timeoutSeconds();
    }

    @Override
    public boolean wantsBookmarks() {
        return source.wantsBookmarks();
    }

    @Override
    public void close() {
        try {
            source.close();
        } finally {
            if (ended.compareAndSet(false, true)) {
                end.run();
            }
        }
    }
}
