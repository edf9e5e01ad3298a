package dev.jibe.server.request;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;

/** What is counted of requests that go on for long, by upstream's names and labels. */
final class StreamMetrics {

    private static final double[] BYTES = {1 << 10, 2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10};

    private final Gauge running;
    private final Counter events;
    private final Histogram sizes;
    private final Counter terminated;

    StreamMetrics(Metrics metrics) {
        this.running = metrics.gauge(
                "apiserver_longrunning_requests",
                "[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource,"
                        + " scope and component. Not all requests are tracked this way.",
                RequestLabels.names());
        this.events = metrics.counter(
                "apiserver_watch_events_total",
                "[ALPHA] Number of events sent in watch clients",
                "group",
                "resource",
                "version");
        this.terminated = metrics.counter(
                "apiserver_terminated_watchers_total",
                "[ALPHA] Counter of watchers closed due to unresponsiveness broken by resource type.",
                "group",
                "resource");
        this.sizes = metrics.histogram(
                "apiserver_watch_events_sizes",
                "[ALPHA] Watch event size distribution in bytes",
                BYTES,
                "group",
                "resource",
                "version");
    }

    /** Counts a request as running until what is returned is run. */
    Runnable begin(RequestInfo info, String verb) {
        String[] labels = RequestLabels.of(info, verb).values();
        running.add(1, labels);
        var ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                running.add(-1, labels);
            }
        };
    }

    /**
     * Where the types and sizes of events go that are sent to a watch of this kind. An error behind other events tells a
     * client that it was too slow for the history that the server keeps.
     */
    ObjIntConsumer<String> events(RequestInfo info) {
        var sent = events.of(info.group(), info.resource(), info.version());
        var size = sizes.of(info.group(), info.resource(), info.version());
        var begun = new AtomicBoolean();
        return (type, sizeBytes) -> {
            if (begun.getAndSet(true) && type.equals("ERROR")) {
                terminated.increment(info.group(), info.resource());
            }
            sent.add(1);
            size.observe(sizeBytes);
        };
    }
}
