package dev.jibe.node.simulated;

import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a simulated pod does: what its annotations ask for, else what is usual on its node.
 *
 * <ul>
 *   <li>{@code jibe.dev/simulated-start-seconds}: from binding to running
 *   <li>{@code jibe.dev/simulated-run-seconds}: how long its containers run
 *   <li>{@code jibe.dev/simulated-exit-code}: with which they end
 *   <li>{@code jibe.dev/simulated-ready}: {@code false} while it is not to be ready
 *   <li>{@code jibe.dev/simulated-cpu}, {@code jibe.dev/simulated-memory}: what each container uses, as quantities
 * </ul>
 *
 * <p>The last three may change while it runs.
 *
 * @param run empty if the containers run until they are stopped
 */
record Behaviour(
        Duration start, Optional<Duration> run, int exitCode, boolean ready, long nanoCores, long memoryBytes) {

    private static final Log LOG = Log.of(Behaviour.class);
    private static final String PREFIX = "jibe.dev/simulated-";
    private static final String RUN = "run-seconds";
    private static final String EXIT_CODE = "exit-code";

    /** What one core is, in the unit of {@code nanoCores}. */
    private static final long NANOS_PER_MILLI = 1_000_000;

    static Behaviour of(Pod pod, SimulatedNodes.Config usual) {
        boolean ends = has(pod, RUN)
                || has(pod, EXIT_CODE)
                || !pod.spec().restartPolicy().equals("Always");
        return new Behaviour(
                read(pod, "start-seconds", Behaviour::seconds, usual.startLatency()),
                ends ? Optional.of(read(pod, RUN, Behaviour::seconds, usual.runTime())) : Optional.empty(),
                read(pod, EXIT_CODE, Integer::parseInt, 0),
                read(pod, "ready", text -> !text.equals("false"), true),
                read(pod, "cpu", Quantity::parse, usual.cpu()).milliValue() * NANOS_PER_MILLI,
                read(pod, "memory", Quantity::parse, usual.memory()).value());
    }

    private static Duration seconds(String text) {
        double seconds = Double.parseDouble(text);
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("not a time");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static boolean has(Pod pod, String name) {
        return pod.metadata().annotationsTree().has(PREFIX + name);
    }

    private static <T> T read(Pod pod, String name, Function<String, T> parse, T usual) {
        if (!has(pod, name)) {
            return usual;
        }
        var text = pod.metadata().annotationsTree().string(PREFIX + name);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("annotation not understood", "pod", pod.name(), "annotation", PREFIX + name, "value", text);
            return usual;
        }
    }
}
