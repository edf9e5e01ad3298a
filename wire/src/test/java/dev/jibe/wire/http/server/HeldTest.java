package dev.jibe.wire.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let go, and when, of clients that owe something. */
final class HeldTest {
    private long seconds;
    private final List<String> gone = new ArrayList<>();
    private final Held held = new Held(100, Duration.ofSeconds(60), new Clock() {
        @Override
        public Instant now() {
            return Instant.ofEpochSecond(seconds);
        }

        @Override
        public long nanoTime() {
            return Duration.ofSeconds(seconds).toNanos();
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException("nobody sleeps here");
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("nobody is called here");
        }
    });

    private Held.Share timed(String name) {
        return held.timed(() -> gone.add(name));
    }

    @Test
    void whoOwesForTheLongestGoesFirst() {
        timed("first").add(40);
        timed("second").add(40);
        assertEquals(80, held.bytes());
        timed("third").add(40);
        assertEquals(List.of("first"), gone);
        assertEquals(80, held.bytes());
        timed("large").add(100);
        assertEquals(List.of("first", "second", "third"), gone);
        assertEquals(100, held.bytes());
    }

    @Test
    void whoHasDoneItsPartStaysAndCounts() {
        var complete = timed("complete");
        complete.add(90);
        complete.settle();
        var late = timed("late");
        late.add(20);
        assertEquals(List.of("late"), gone);
        assertEquals(90, held.bytes());
        complete.close();
        assertEquals(0, held.bytes());
        late.add(5);
        assertEquals(0, held.bytes(), "what was let go holds nothing any more");
    }

    @Test
    void whoTakesEverythingIsYoungAgain() {
        var steady = timed("steady");
        steady.add(30);
        timed("stuck").add(30);
        steady.less(30);
        steady.add(30);
        timed("large").add(60);
        assertEquals(List.of("stuck"), gone);
    }

    @Test
    void timeRunsFromTheFirstByteOwed() {
        timed("body").begin();
        held.untimed(() -> gone.add("watch")).add(10);
        seconds = 60;
        timed("answer").add(10);
        held.sweep();
        assertEquals(List.of(), gone);
        seconds = 61;
        held.sweep();
        assertEquals(List.of("body"), gone);
        seconds = 121;
        held.sweep();
        assertEquals(List.of("body", "answer"), gone);
        assertEquals(10, held.bytes());
    }
}
