package dev.jibe.node.simulated;

import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a simulated pod has come; all its containers do the same.
 *
 * @param started when the pod began
 * @param restarts how often its containers were started again
 * @param last how they ended the last time
 */
record Life(Instant started, int restarts, Optional<Ended> last, State state) {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 5;
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

    /** What its containers do. */
    sealed interface State {}

    record Running(Instant since, boolean ready) implements State {}

    /** They wait to be started again. */
    record BackingOff(Duration pause) implements State {}

    /** They have run, and, unless the pod starts them again, that was all. */
    record Ended(Instant began, Instant at, int exitCode) implements State {}

    static Life begun(Instant now, boolean ready) {
        return new Life(now, 0, Optional.empty(), new Running(now, ready));
    }

    /** A pod that runs already, as its status says. */
    static Life of(Pod pod) {
        var containers = pod.status().containerStatuses();
        var first = containers.isEmpty() ? Optional.<Instant>empty() : since(pod);
        boolean ready = pod.status().conditions().stream()
                .anyMatch(it -> it.type().equals("Ready") && it.status().equals("True"));
        int restarts = containers.isEmpty() ? 0 : containers.getFirst().restartCount();
        var started = pod.status().startTime();
        return new Life(started, restarts, Optional.empty(), new Running(first.orElse(started), ready));
    }

    private static Optional<Instant> since(Pod pod) {
        var running = pod.status().containerStatuses().getFirst().state().running();
        return running.hasStartedAt() ? Optional.of(running.startedAt()) : Optional.empty();
    }

    Life withReady(boolean ready) {
        return state instanceof Running(Instant since, boolean ignored)
                ? new Life(started, restarts, last, new Running(since, ready))
                : this;
    }

    /** Its containers end: that is all, or they are started again, at once or after a while. */
    Life end(String restartPolicy, int exitCode, boolean ready, Instant now) {
        var began = state instanceof Running(Instant since, boolean ignored) ? since : now;
        var ended = new Ended(began, now, exitCode);
        boolean again = restartPolicy.equals("Always") || (restartPolicy.equals("OnFailure") && exitCode != 0);
        if (!again) {
            return new Life(started, restarts, last, ended);
        }
        return restarts == 0
                ? new Life(started, 1, Optional.of(ended), new Running(now, ready))
                : new Life(started, restarts, Optional.of(ended), new BackingOff(pause()));
    }

    /** They start again after a pause. */
    Life restarted(boolean ready, Instant now) {
        return new Life(started, restarts + 1, last, new Running(now, ready));
    }

    private Duration pause() {
        var pause = FIRST_BACKOFF.multipliedBy(1L << Math.min(restarts - 1, MAX_DOUBLINGS));
        return pause.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : pause;
    }

    boolean isOver() {
        return state instanceof Ended;
    }
}
