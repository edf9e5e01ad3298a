package dev.jibe.client.queue;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The figures of all work queues of a process, under upstream's names, labelled by queue. */
public final class QueueMetrics {
    private static final double[] SECONDS = {1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10};
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String LABEL = "name";

    private final Counter adds;
    private final Counter retries;
    private final Histogram waited;
    private final Histogram worked;

    /** The queues that are open, by name. */
    private final Map<String, State> queues = new ConcurrentHashMap<>();

    /** What a queue is asked for when somebody reads the figures. */
    interface State {
        int depth();

        /** How long each of the keys that are worked on has been worked on. */
        List<Long> runningNanos();
    }

    public QueueMetrics(Metrics metrics) {
        adds = metrics.counter("workqueue_adds_total", "[ALPHA] Total number of adds handled by workqueue", LABEL);
        retries = metrics.counter(
                "workqueue_retries_total", "[ALPHA] Total number of retries handled by workqueue", LABEL);
        waited = metrics.histogram(
                "workqueue_queue_duration_seconds",
                "[ALPHA] How long in seconds an item stays in workqueue before being requested.",
                SECONDS,
                LABEL);
        worked = metrics.histogram(
                "workqueue_work_duration_seconds",
                "[ALPHA] How long in seconds processing an item from workqueue takes.",
                SECONDS,
                LABEL);
        read(metrics, "workqueue_depth", "[ALPHA] Current depth of workqueue", State::depth);
        read(
                metrics,
                "workqueue_unfinished_work_seconds",
                "[ALPHA] How many seconds of work has done that is in progress and hasn't been observed by"
                        + " work_duration. Large values indicate stuck threads. One can deduce the number of stuck"
                        + " threads by observing the rate at which this increases.",
                state -> state.runningNanos().stream().mapToLong(nanos -> nanos).sum() / NANOS_PER_SECOND);
        read(
                metrics,
                "workqueue_longest_running_processor_seconds",
                "[ALPHA] How many seconds has the longest running processor for workqueue been running.",
                state -> state.runningNanos().stream()
                                .mapToLong(nanos -> nanos)
                                .max()
                                .orElse(0)
                        / NANOS_PER_SECOND);
    }

    private void read(Metrics metrics, String name, String help, ToDoubleFunction<State> figure) {
        metrics.gauges(
                name,
                help,
                List.of(LABEL),
                reading -> queues.forEach((queue, state) -> reading.is(figure.applyAsDouble(state), queue)));
    }

    /** Figures that nobody reads. */
    public static QueueMetrics unread() {
        return new QueueMetrics(new Metrics());
    }

    void opened(String queue, State state) {
        queues.put(queue, state);
    }

    void closed(String queue, State state) {
        queues.remove(queue, state);
    }

    void added(String queue) {
        adds.increment(queue);
    }

    void taken(String queue, long waitedNanos) {
        waited.observe(waitedNanos / NANOS_PER_SECOND, queue);
    }

    void finished(String queue, long workedNanos) {
        worked.observe(workedNanos / NANOS_PER_SECOND, queue);
    }

    void retried(String queue) {
        retries.increment(queue);
    }
}
