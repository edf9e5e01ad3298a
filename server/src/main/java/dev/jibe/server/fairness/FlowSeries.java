package dev.jibe.server.fairness;

import dev.jibe.runtime.metrics.Histogram;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Where the requests of one flow schema are noted; looked up once, since every request is noted. */
final class FlowSeries {

    private static final double NANOS = 1e9;

    private final FlowMetrics metrics;
    private final FlowMetrics.Name name;
    private final Occupation occupation;
    private final Histogram.Series width;
    private final Histogram.Series regular;
    private final Histogram.Series watch;
    private final LongAdder dispatched = new LongAdder();
    private final Map<Level.Answer, LongAdder> refused = new EnumMap<>(Level.Answer.class);
    private final LongAdder withoutRoom = new LongAdder();
    private final LongAdder queued = new LongAdder();
    private final LongAdder queuedSeats = new LongAdder();
    private final LongAdder executing = new LongAdder();
    private final LongAdder executingSeats = new LongAdder();

    FlowSeries(FlowMetrics metrics, FlowMetrics.Name name) {
        this.metrics = metrics;
        this.name = name;
        this.occupation = metrics.occupation(name.level());
        this.width = metrics.widths.of(name.level(), name.flow());
        this.regular = metrics.executions.of(name.level(), name.flow(), "regular");
        for (var answer : Level.Answer.values()) {
            refused.put(answer, new LongAdder());
        }
        this.watch = metrics.executions.of(name.level(), name.flow(), "watch");
    }

    FlowMetrics.Name name() {
        return name;
    }

    long dispatched() {
        return dispatched.sum();
    }

    long refused(Level.Answer answer) {
        return Objects.requireNonNull(refused.get(answer)).sum();
    }

    long withoutRoom() {
        return withoutRoom.sum();
    }

    long queued() {
        return queued.sum();
    }

    long queuedSeats() {
        return queuedSeats.sum();
    }

    long executing() {
        return executing.sum();
    }

    long executingSeats() {
        return executingSeats.sum();
    }

    /** A request has come that asks for so many seats. */
    void asks(int seats) {
        width.observe(seats);
    }

    private FlowMetrics.Crowd crowd(boolean reads) {
        return reads ? metrics.reads : metrics.writes;
    }

    /** What notes the time of a request in a queue. */
    Level.Waiting waiting(int seats, boolean reads) {
        return new Level.Waiting() {
            private long begun;

            @Override
            public void begins(int length) {
                begun = metrics.clock.nanoTime();
                queued.increment();
                queuedSeats.add(seats);
                occupation.waits(1, seats, begun);
                crowd(reads).waiting().changes(1, begun);
                metrics.lengths.observe(length, name.level(), name.flow());
            }

            @Override
            public void findsNoRoom() {
                withoutRoom.increment();
            }

            @Override
            public void ends(boolean admitted) {
                long now = metrics.clock.nanoTime();
                queued.decrement();
                queuedSeats.add(-seats);
                occupation.waits(-1, seats, now);
                crowd(reads).waiting().changes(-1, now);
                metrics.waits.observe((now - begun) / NANOS, name.level(), name.flow(), Boolean.toString(admitted));
            }
        };
    }

    /**
     * A request has its seats.
     *
     * @return to be run when it gives them back
     */
    Runnable begins(int seats, boolean reads, boolean isWatch) {
        long begun = metrics.clock.nanoTime();
        dispatched.increment();
        executing.increment();
        executingSeats.add(seats);
        occupation.executes(1, seats, begun);
        crowd(reads).executing().changes(1, begun);
        return () -> {
            long now = metrics.clock.nanoTime();
            executing.decrement();
            executingSeats.add(-seats);
            occupation.executes(-1, seats, now);
            crowd(reads).executing().changes(-1, now);
            (isWatch ? watch : regular).observe((now - begun) / NANOS);
        };
    }

    void refuses(Level.Answer why) {
        Objects.requireNonNull(refused.get(why)).increment();
    }
}
