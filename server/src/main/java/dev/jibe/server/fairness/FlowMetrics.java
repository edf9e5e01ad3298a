package dev.jibe.server.fairness;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What priority and fairness does, in figures by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#metrics">Metrics</a> of API Priority
 * and Fairness. What the fair queuing of upstream keeps inside (R and S, in seats by seconds) is left out: ours counts seats
 * only.
 */
final class FlowMetrics {

    private static final String PREFIX = "apiserver_flowcontrol_";
    private static final String LEVEL = "priority_level";
    private static final String FLOW = "flow_schema";
    private static final String PHASE = "phase";
    private static final String EXECUTING = "executing";
    private static final String WAITING = "waiting";
    private static final double[] SECONDS = {0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};
    private static final double[] WIDTHS = {1, 2, 4, 8, 16, 32, 64, 100};
    private static final double[] LENGTHS = {0, 10, 25, 50, 100, 250, 500, 1000};
    private static final double[] KINDS = {0, 0.001, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1};

    final Clock clock;
    final Histogram lengths;
    final Histogram waits;
    final Histogram executions;
    final Histogram widths;
    final Crowd reads;
    final Crowd writes;
    private final Map<Name, FlowSeries> series = new ConcurrentHashMap<>();
    private final Map<String, Occupation> occupations = new ConcurrentHashMap<>();
    private volatile double share;

    /** A flow schema and its level. */
    record Name(String level, String flow) {}

    /** Requests of one kind in all levels. */
    record Crowd(OverTime waiting, OverTime executing) {
        static Crowd at(long nowNanos) {
            return new Crowd(new OverTime(nowNanos, KINDS), new OverTime(nowNanos, KINDS));
        }

        void isOf(double seats, double room, long nowNanos) {
            executing.isOf(seats, nowNanos);
            waiting.isOf(room, nowNanos);
        }
    }

    FlowMetrics(Metrics metrics, Supplier<Map<String, Level>> levels, Clock clock) {
        this.clock = clock;
        this.reads = Crowd.at(clock.nanoTime());
        this.writes = Crowd.at(clock.nanoTime());
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
                WIDTHS,
                LEVEL,
                FLOW);
        flows(metrics);
        counts(metrics);
        overTime(metrics);
        Figure.ALL.forEach(each -> metrics.gauges(
                PREFIX + each.name,
                each.help,
                List.of(LEVEL),
                reading -> levels.get().forEach((name, level) -> reading.is(each.of.applyAsDouble(level), name))));
        Wanted.ALL.forEach(each -> metrics.gauges(
                PREFIX + each.name,
                each.help,
                List.of(LEVEL),
                reading -> occupations.forEach((name, occupation) ->
                        reading.is(each.of.applyAsDouble(occupation.demand().last()), name))));
        metrics.gauge(
                PREFIX + "seat_fair_frac",
                "[ALPHA] Fair fraction of server's concurrency to allocate to each priority level that can use it",
                () -> share);
    }

    private void flows(Metrics metrics) {
        flows(
                metrics,
                "current_inqueue_requests",
                "[BETA] Number of requests currently pending in queues of the API Priority and Fairness subsystem",
                FlowSeries::queued);
        flows(
                metrics,
                "current_inqueue_seats",
                "[ALPHA] Number of seats currently pending in queues of the API Priority and Fairness subsystem",
                FlowSeries::queuedSeats);
        flows(
                metrics,
                "current_executing_requests",
                "[BETA] Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API"
                        + " Priority and Fairness subsystem",
                FlowSeries::executing);
        flows(
                metrics,
                "current_executing_seats",
                "[BETA] Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any"
                        + " stage otherwise) requests in the API Priority and Fairness subsystem",
                FlowSeries::executingSeats);
    }

    private void flows(Metrics metrics, String name, String help, ToDoubleFunction<FlowSeries> figure) {
        metrics.gauges(
                PREFIX + name,
                help,
                List.of(LEVEL, FLOW),
                reading -> series.forEach(
                        (flow, each) -> reading.is(figure.applyAsDouble(each), flow.level(), flow.flow())));
    }

    private void counts(Metrics metrics) {
        metrics.counters(
                PREFIX + "dispatched_requests_total",
                "[BETA] Number of requests executed by API Priority and Fairness subsystem",
                List.of(LEVEL, FLOW),
                reading -> series.forEach((flow, each) -> {
                    if (each.dispatched() > 0) {
                        reading.is((double) each.dispatched(), flow.level(), flow.flow());
                    }
                }));
        metrics.counters(
                PREFIX + "rejected_requests_total",
                "[BETA] Number of requests rejected by API Priority and Fairness subsystem",
                List.of(LEVEL, FLOW, "reason"),
                reading -> series.forEach((flow, each) -> {
                    for (var answer : Level.Answer.values()) {
                        if (each.refused(answer) > 0) {
                            reading.is((double) each.refused(answer), flow.level(), flow.flow(), answer.reason());
                        }
                    }
                }));
        metrics.counters(
                PREFIX + "request_dispatch_no_accommodation_total",
                "[ALPHA] Number of times a dispatch attempt resulted in a non accommodation due to lack of available seats",
                List.of(LEVEL, FLOW),
                reading -> series.forEach((flow, each) -> {
                    if (each.withoutRoom() > 0) {
                        reading.is((double) each.withoutRoom(), flow.level(), flow.flow());
                    }
                }));
    }

    private void overTime(Metrics metrics) {
        metrics.distributions(
                PREFIX + "priority_level_request_utilization",
                "[ALPHA] Observations, at the end of every nanosecond, of number of requests (as a fraction of the relevant"
                        + " limit) waiting or in any stage of execution (but only initial stage for WATCHes)",
                Occupation.REQUESTS,
                List.of(PHASE, LEVEL),
                out -> {
                    tell(out, EXECUTING, Occupation::executing);
                    tell(out, WAITING, Occupation::waiting);
                });
        metrics.distributions(
                PREFIX + "priority_level_seat_utilization",
                "[ALPHA] Observations, at the end of every nanosecond, of utilization of seats for any stage of execution"
                        + " (but only initial stage for WATCHes)",
                Occupation.SEATS,
                List.of(PHASE, LEVEL),
                out -> tell(out, EXECUTING, Occupation::seats));
        metrics.distributions(
                PREFIX + "demand_seats",
                "[ALPHA] Observations, at the end of every nanosecond, of (the number of seats each priority level could"
                        + " use) / (nominal number of seats for that level)",
                Occupation.DEMANDS,
                List.of(LEVEL),
                out -> occupations.forEach((name, each) -> tell(out, each.demands(), name)));
        metrics.distributions(
                PREFIX + "read_vs_write_current_requests",
                "[ALPHA] Observations, at the end of every nanosecond, of the number of requests (as a fraction of the"
                        + " relevant limit) waiting or in regular stage of execution",
                KINDS,
                List.of(PHASE, "request_kind"),
                out -> {
                    tell(out, reads.executing(), EXECUTING, "readOnly");
                    tell(out, writes.executing(), EXECUTING, "mutating");
                    tell(out, reads.waiting(), WAITING, "readOnly");
                    tell(out, writes.waiting(), WAITING, "mutating");
                });
    }

    private void tell(Metrics.Distributions out, String phase, Function<Occupation, OverTime> figure) {
        occupations.forEach((name, each) -> tell(out, figure.apply(each), phase, name));
    }

    private void tell(Metrics.Distributions out, OverTime figure, String... labels) {
        var reading = figure.read(clock.nanoTime());
        out.is(reading.nanos(), reading.sum(), labels);
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
                        Level::seats));
    }

    /** What was wanted of each level when seats were last moved. */
    private record Wanted(String name, String help, ToDoubleFunction<Demand.Period> of) {
        static final List<Wanted> ALL = List.of(
                new Wanted(
                        "demand_seats_high_watermark",
                        "[ALPHA] High watermark, over last adjustment period, of demand_seats",
                        Demand.Period::highest),
                new Wanted(
                        "demand_seats_average",
                        "[ALPHA] Time-weighted average, over last adjustment period, of demand_seats",
                        Demand.Period::average),
                new Wanted(
                        "demand_seats_stdev",
                        "[ALPHA] Time-weighted standard deviation, over last adjustment period, of demand_seats",
                        Demand.Period::deviation),
                new Wanted("demand_seats_smoothed", "[ALPHA] Smoothed seat demands", Demand.Period::smoothed),
                new Wanted("target_seats", "[ALPHA] Seat allocation targets", Demand.Period::target));
    }

    /** Where the requests of a flow are noted. */
    FlowSeries of(String level, String flow) {
        return series.computeIfAbsent(new Name(level, flow), name -> new FlowSeries(this, name));
    }

    /** All flows of a level. */
    List<FlowSeries> of(String level) {
        return series.values().stream()
                .filter(each -> each.name().level().equals(level))
                .toList();
    }

    /** How much of a level is used. */
    Occupation occupation(String level) {
        return occupations.computeIfAbsent(level, unknown -> new Occupation(clock.nanoTime()));
    }

    /** Levels have other sizes. */
    void sized(Map<String, Level> levels) {
        long now = clock.nanoTime();
        double seats = 0;
        double room = 0;
        for (var level : levels.values()) {
            occupation(level.name()).isOf(level.seats(), level.room(), now);
            seats += level.limits().nominal();
            room += level.room();
        }
        reads.isOf(seats, room, now);
        writes.isOf(seats, room, now);
    }

    /** Seats were given out: to each level this part of what it wanted. */
    void shared(double fraction) {
        share = fraction;
    }
}
