package dev.jibe.client;

import org.jspecify.annotations.Nullable;

/** The events of one watch as they come. Closing it, from any thread, ends it. */
public interface EventStream extends AutoCloseable {

    /** Waits for the next event; null when the stream has ended. */
    @Nullable
    Event next() throws InterruptedException;

    @Override
    void close();
}
