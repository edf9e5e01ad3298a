package dev.jibe.server.watch;

import java.time.Duration;
import java.util.List;

/** A stream of events that is read when there is room for them, so that it needs no queue of its own. */
public interface WatchSource extends AutoCloseable {

    /** The next events, without waiting. The last one is an ERROR if the stream cannot go on. */
    List<WatchEvent> poll(int max);

    /** The next events; waits for the first. */
    List<WatchEvent> take(int max, Duration timeout) throws InterruptedException;

    /** Runs the wake-up once when there may be something to poll. */
    void onEvents(Runnable wake);

    /** A bookmark of how far the stream has come. */
    WatchEvent bookmark();

    /** How long the stream may live, in seconds; 0 if the client does not say. */
    long timeoutSeconds();

    /** Whether the client wants bookmarks. */
    boolean wantsBookmarks();

    @Override
    void close();
}
