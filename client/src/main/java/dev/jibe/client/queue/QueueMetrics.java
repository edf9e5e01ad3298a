package dev.jibe.client.queue;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** The figures of all work queues of a process, under upstream's names, labelled by queue. */
public final class QueueMetrics {
    private static final double[] SECONDS = {1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10};
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String LABEL = "name";

    private final Gauge depth;
    private final Counter adds;
    private final Counter retries;
    private final Histogram waited;
    private final Histogram worked;

    public QueueMetrics(Metrics metrics) {
        depth = metrics.gauge("workqueue_depth", "Current depth of workqueue", LABEL);
        adds = metrics.counter("workqueue_adds_total", "Total number of adds handled by workqueue", LABEL);
        retries = metrics.counter("workqueue_retries_total", "Total number of retries handled by workqueue", LABEL);
        waited = metrics.histogram(
                "workqueue_queue_duration_seconds",
                "How long in seconds an item stays in workqueue before being requested",
                SECONDS,
                LABEL);
        worked = metrics.histogram(
                "workqueue_work_duration_seconds",
                "How long in seconds processing an item from workqueue takes",
                SECONDS,
                LABEL);
    }

    /** Figures that nobody reads. */
    public static QueueMetrics unread() {
        return new QueueMetrics(new Metrics());
    }

    void added(String queue) {
        adds.increment(queue);
        depth.add(1, queue);
    }

    void taken(String queue, long waitedNanos) {
        depth.add(-1, queue);
        waited.observe(waitedNanos / NANOS_PER_SECOND, queue);
    }

    void finished(String queue, long workedNanos) {
        worked.observe(workedNanos / NANOS_PER_SECOND, queue);
    }

    void retried(String queue) {
        retries.increment(queue);
    }
}
