package dev.jibe.server.fairness;

/** How much of a priority level is used, over time; it outlives changes of the level's configuration. */
final class Occupation {

    static final double[] REQUESTS = {0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 1};
    static final double[] SEATS = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1};
    static final double[] DEMANDS = {0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2, 2.8, 4, 6};

    private final OverTime waiting;
    private final OverTime executing;
    private final OverTime seats;
    private final OverTime demands;
    private final Demand demand;

    Occupation(long nowNanos) {
        this.waiting = new OverTime(nowNanos, REQUESTS);
        this.executing = new OverTime(nowNanos, REQUESTS);
        this.seats = new OverTime(nowNanos, SEATS);
        this.demands = new OverTime(nowNanos, DEMANDS);
        this.demand = new Demand(nowNanos);
    }

    OverTime waiting() {
        return waiting;
    }

    OverTime executing() {
        return executing;
    }

    OverTime seats() {
        return seats;
    }

    OverTime demands() {
        return demands;
    }

    Demand demand() {
        return demand;
    }

    /** The level has so many seats, and room for so many to wait. */
    void isOf(int newSeats, long room, long nowNanos) {
        executing.isOf(newSeats, nowNanos);
        seats.isOf(newSeats, nowNanos);
        demands.isOf(newSeats, nowNanos);
        waiting.isOf((double) room, nowNanos);
    }

    /** A request has begun to wait ({@code 1}) or does not any more ({@code -1}). */
    void waits(int sign, int width, long nowNanos) {
        waiting.changes(sign, nowNanos);
        wants(sign * width, nowNanos);
    }

    /** A request has begun to execute ({@code 1}) or does not any more ({@code -1}). */
    void executes(int sign, int width, long nowNanos) {
        executing.changes(sign, nowNanos);
        seats.changes(sign * width, nowNanos);
        wants(sign * width, nowNanos);
    }

    private void wants(int width, long nowNanos) {
        demands.changes(width, nowNanos);
        demand.changes(width, nowNanos);
    }
}
