package dev.jibe.server.fairness;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What priority and fairness does, in figures by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#metrics">Metrics</a> of API Priority
 * and Fairness. The histograms over every nanosecond are left out, and so is what the fair queuing of upstream keeps inside.
 */
final class FlowMetrics {

    private static final String PREFIX = "apiserver_flowcontrol_";
    private static final String LEVEL = "priority_level";
    private static final String FLOW = "flow_schema";
    private static final double[] SECONDS = {0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};
    private static final double[] SEATS = {1, 2, 4, 8, 16, 32, 64, 100};
    private static final double[] LENGTHS = {0, 10, 25, 50, 100, 250, 500, 1000};
    private static final double NANOS = 1e9;

    private final Counter dispatched;
    private final Counter rejected;
    private final Histogram lengths;
    private final Histogram waits;
    private final Histogram executions;
    private final Histogram widths;
    private final Map<Name, Series> series = new ConcurrentHashMap<>();

    private record Name(String level, String flow) {}

    FlowMetrics(Metrics metrics, Supplier<Map<String, Level>> levels) {
        this.dispatched = metrics.counter(
                PREFIX + "dispatched_requests_total",
                "[BETA] Number of requests executed by API Priority and Fairness subsystem",
                LEVEL,
                FLOW);
        this.rejected = metrics.counter(
                PREFIX + "rejected_requests_total",
                "[BETA] Number of requests rejected by API Priority and Fairness subsystem",
                LEVEL,
                FLOW,
                "reason");
        this.lengths = metrics.histogram(
                PREFIX + "request_queue_length_after_enqueue",
                "[ALPHA] Length of queue in the API Priority and Fairness subsystem, as seen by each request after it is"
                        + " enqueued",
                LENGTHS,
                LEVEL,
                FLOW);
        this.waits = metrics.histogram(
                PREFIX + "request_wait_duration_seconds",
                "[BETA] Length of time a request spent waiting in its queue",
                SECONDS,
                LEVEL,
                FLOW,
                "execute");
        this.executions = metrics.histogram(
                PREFIX + "request_execution_seconds",
                "[ALPHA] Duration of initial stage (for a WATCH) or any (for a non-WATCH) stage of request execution in the"
                        + " API Priority and Fairness subsystem",
                SECONDS,
                LEVEL,
                FLOW,
                "type");
        this.widths = metrics.histogram(
                PREFIX + "work_estimated_seats",
                "[ALPHA] Number of estimated seats (maximum of initial and final seats) associated with requests in API"
                        + " Priority and Fairness",
                SEATS,
                LEVEL,
                FLOW);
        flows(
                metrics,
                "current_inqueue_requests",
                "[BETA] Number of requests currently pending in queues of the API Priority and Fairness subsystem",
                each -> each.queued.sum());
        flows(
                metrics,
                "current_inqueue_seats",
                "[ALPHA] Number of seats currently pending in queues of the API Priority and Fairness subsystem",
                each -> each.queuedSeats.sum());
        flows(
                metrics,
                "current_executing_requests",
                "[BETA] Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API"
                        + " Priority and Fairness subsystem",
                each -> each.executing.sum());
        flows(
                metrics,
                "current_executing_seats",
                "[BETA] Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any"
                        + " stage otherwise) requests in the API Priority and Fairness subsystem",
                each -> each.executingSeats.sum());
        Figure.ALL.forEach(each -> metrics.gauges(
                PREFIX + each.name,
                each.help,
                List.of(LEVEL),
                reading -> levels.get().forEach((name, level) -> reading.is(each.of.applyAsDouble(level), name))));
    }

    /** A figure that each level has. */
    private record Figure(String name, String help, ToDoubleFunction<Level> of) {
        static final List<Figure> ALL = List.of(
                new Figure(
                        "nominal_limit_seats",
                        "[BETA] Nominal number of execution seats configured for each priority level",
                        level -> level.limits().nominal()),
                new Figure(
                        "lower_limit_seats",
                        "[ALPHA] Configured lower bound on number of execution seats available to each priority level",
                        level -> level.limits().lower()),
                new Figure(
                        "upper_limit_seats",
                        "[ALPHA] Configured upper bound on number of execution seats available to each priority level",
                        level -> level.limits().upper()),
                new Figure(
                        "current_limit_seats",
                        "[ALPHA] current derived number of execution seats available to each priority level",
                        Level::seats),
                new Figure(
                        "demand_seats_high_watermark",
                        "[ALPHA] High watermark, over last adjustment period, of demand_seats",
                        level -> level.demand().highest()),
                new Figure(
                        "demand_seats_smoothed",
                        "[ALPHA] Smoothed seat demands",
                        level -> level.demand().smoothed()));
    }

    private void flows(Metrics metrics, String name, String help, ToDoubleFunction<Series> figure) {
        metrics.gauges(
                PREFIX + name,
                help,
                List.of(LEVEL, FLOW),
                reading -> series.forEach(
                        (flow, each) -> reading.is(figure.applyAsDouble(each), flow.level(), flow.flow())));
    }

    /** Where the requests of a flow are noted. */
    Series of(String level, String flow) {
        return series.computeIfAbsent(new Name(level, flow), Series::new);
    }

    /** One flow; looked up once, since every request is noted. */
    final class Series {
        private final Name name;
        private final Counter.Series admitted;
        private final Histogram.Series width;
        private final Histogram.Series regular;
        private final Histogram.Series watch;
        private final LongAdder queued = new LongAdder();
        private final LongAdder queuedSeats = new LongAdder();
        private final LongAdder executing = new LongAdder();
        private final LongAdder executingSeats = new LongAdder();

        private Series(Name name) {
            this.name = name;
            this.admitted = dispatched.of(name.level(), name.flow());
            this.width = widths.of(name.level(), name.flow());
            this.regular = executions.of(name.level(), name.flow(), "regular");
            this.watch = executions.of(name.level(), name.flow(), "watch");
        }

        /** A request has come that asks for so many seats. */
        void asks(int seats) {
            width.observe(seats);
        }

        /** What notes the time of a request in a queue. */
        Level.Waiting waiting(int seats, Clock clock) {
            return new Level.Waiting() {
                private long begun;

                @Override
                public void begins(int length) {
                    begun = clock.nanoTime();
                    queued.increment();
                    queuedSeats.add(seats);
                    lengths.observe(length, name.level(), name.flow());
                }

                @Override
                public void ends(boolean admitted) {
                    queued.decrement();
                    queuedSeats.add(-seats);
                    waits.observe(
                            (clock.nanoTime() - begun) / NANOS, name.level(), name.flow(), Boolean.toString(admitted));
                }
            };
        }

        void begins(int seats) {
            admitted.add(1);
            executing.increment();
            executingSeats.add(seats);
        }

        void ends(int seats, boolean isWatch, long nanos) {
            executing.decrement();
            executingSeats.add(-seats);
            (isWatch ? watch : regular).observe(nanos / NANOS);
        }

        void refused(Level.Answer why) {
            var reason = switch (why) {
                case QUEUE_FULL -> "queue-full";
                case CONCURRENCY_LIMIT -> "concurrency-limit";
                case TIME_OUT -> "time-out";
                case ADMITTED -> throw new IllegalArgumentException("nobody was refused");
            };
            rejected.increment(name.level(), name.flow(), reason);
        }
    }
}
