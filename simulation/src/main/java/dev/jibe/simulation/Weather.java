package dev.jibe.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How badly the way between the parts and the API server behaves. Each watch and each kind of call has chances of its own,
 * drawn from the seed and its name, so that what befalls one does not depend on when another asks.
 */
final class Weather {

    /** In a thousand calls or events. */
    private static final int BROKEN_WATCHES = 15;

    private static final int GONE_WATCHES = 3;
    private static final int SLOW_EVENTS = 30;
    private static final int REPEATED_EVENTS = 30;
    private static final int LOST_CALLS = 8;
    private static final int LOST_ANSWERS = 8;

    private final long seed;
    private final ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private volatile boolean bad;

    Weather(long seed) {
        this.seed = seed;
    }

    /** Makes it so; answers how it was. */
    boolean turn(boolean isBad) {
        boolean before = bad;
        bad = isBad;
        return before;
    }

    /** What becomes of an event of a watch. */
    sealed interface OfEvent {
        record Fine() implements OfEvent {}

        record Slow(Duration by) implements OfEvent {}

        record Repeated() implements OfEvent {}

        record Broken() implements OfEvent {}

        record Gone() implements OfEvent {}
    }

    /** What becomes of a call. */
    enum OfCall {
        FINE,
        LOST,
        ANSWER_LOST
    }

    OfEvent ofEvent(String watch) {
        if (!bad) {
            return new OfEvent.Fine();
        }
        var random = next(watch);
        int draw = random.nextInt(1000);
        if (draw < BROKEN_WATCHES) {
            return new OfEvent.Broken();
        }
        draw -= BROKEN_WATCHES;
        if (draw < GONE_WATCHES) {
            return new OfEvent.Gone();
        }
        draw -= GONE_WATCHES;
        if (draw < SLOW_EVENTS) {
            return new OfEvent.Slow(Duration.ofMillis(1 + random.nextInt(3_000)));
        }
        return draw - SLOW_EVENTS < REPEATED_EVENTS ? new OfEvent.Repeated() : new OfEvent.Fine();
    }

    OfCall ofCall(String call) {
        if (!bad) {
            return OfCall.FINE;
        }
        int draw = next(call).nextInt(1000);
        if (draw < LOST_CALLS) {
            return OfCall.LOST;
        }
        return draw - LOST_CALLS < LOST_ANSWERS ? OfCall.ANSWER_LOST : OfCall.FINE;
    }

    private SplittableRandom next(String name) {
        long count = counts.computeIfAbsent(name, key -> new AtomicLong()).getAndIncrement();
        return new SplittableRandom(seed ^ (name.hashCode() * 0x9E3779B97F4A7C15L) ^ (count << 20));
    }
}
