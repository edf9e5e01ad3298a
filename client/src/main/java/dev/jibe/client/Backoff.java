package dev.jibe.client;

import java.time.Duration;

/** How long to wait after how many failures in a row: the first wait, doubled each time, up to the longest. */
public record Backoff(Duration first, Duration longest) {

    /** What upstream's work queues wait: 5 milliseconds to 1000 seconds. */
    public static final Backoff QUEUE = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(1000));

    /** For a connection that does not come about: 100 milliseconds to 10 seconds. */
    public static final Backoff CONNECTION = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    private static final int MOST_DOUBLINGS = 30;

    /** The wait after so many failures, at least one. */
    public Duration after(int failures) {
        var wait = first.multipliedBy(1L << Math.min(Math.max(failures, 1) - 1, MOST_DOUBLINGS));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
