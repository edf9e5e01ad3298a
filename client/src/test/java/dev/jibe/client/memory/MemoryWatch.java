package dev.jibe.client.memory;

import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One watch of {@link MemoryApi}. */
final class MemoryWatch implements EventStream {
    private final String prefix;
    private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();

    MemoryWatch(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    void offer(Event event) {
        events.add(Optional.of(event));
    }

    @Override
    public @Nullable Event next() throws InterruptedException {
        return events.take().orElse(null);
    }

    @Override
    public void close() {
        events.add(Optional.empty());
    }
}
