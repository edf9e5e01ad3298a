package dev.jibe.server.fairness;

/** What a request occupies until its answer has its form. */
public sealed interface Seat extends AutoCloseable {

    /** There was none in time. */
    record Refused() implements Seat {
        @Override
        public void close() {}
    }

    /** One that others wait for. */
    record Taken(Runnable leave) implements Seat {
        @Override
        public void close() {
            leave.run();
        }
    }

    /** Nobody counts this request. */
    record Uncounted() implements Seat {
        @Override
        public void close() {}
    }

    @Override
    void close();
}
