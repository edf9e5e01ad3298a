package dev.jibe.client.queue;

import java.time.Duration;
import java.util.Optional;

/** How work on a key ended, and so when it is worked on next. */
public sealed interface Outcome {
    Outcome DONE = new Done();

    /** Nothing to do until something changes. */
    record Done() implements Outcome {}

    /** Nothing to do until then, even if nothing changes. */
    record Again(Duration delay) implements Outcome {}

    /** Done, but the work was large: changes wait for so long, to be looked at together. */
    record Rest(Duration pause, Optional<Duration> again) implements Outcome {}

    /** It failed and may succeed later; the wait grows with each failure in a row. */
    record Retry(RuntimeException failure) implements Outcome {}

    /** It failed and will fail until something changes. */
    record Reject(RuntimeException failure) implements Outcome {}

    static Outcome again(Duration delay) {
        return new Again(delay);
    }

    static Outcome retry(RuntimeException failure) {
        return new Retry(failure);
    }
}
