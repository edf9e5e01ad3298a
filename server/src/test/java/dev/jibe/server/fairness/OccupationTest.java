package dev.jibe.server.fairness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Figures over time, in a time that the tests say. */
final class OccupationTest {

    @Test
    void eachNanosecondIsOneObservation() {
        var figure = new OverTime(100, 0, 0.5, 1);
        figure.isOf(4, 100);
        figure.changes(1, 110); // 0 for 10
        figure.changes(1, 130); // 0.25 for 20
        figure.changes(4, 160); // 0.5 for 30
        figure.changes(-6, 165); // 1.5 for 5
        var read = figure.read(166);
        assertArrayEquals(new long[] {11, 50, 0, 5}, read.nanos());
        assertEquals(20 * 0.25 + 30 * 0.5 + 5 * 1.5, read.sum());
    }

    @Test
    void aDemandIsMeasuredFromOneAdjustmentToTheNext() {
        var demand = new Demand(0);
        demand.changes(4, 50);
        demand.changes(-2, 100);
        var first = demand.next(100);
        assertEquals(new Demand.Period(4, 2, 2, 4, 4), first);
        var second = demand.next(200);
        assertEquals(2, second.average());
        assertEquals(0, second.deviation());
        assertEquals(2, second.highest());
        assertEquals(0.977 * 4 + 0.023 * 2, second.smoothed());
    }

    @Test
    void whoWaitsAndWhoExecutesWantsSeats() {
        var level = new Occupation(0);
        level.isOf(10, 100, 0);
        level.waits(1, 3, 0);
        level.executes(1, 5, 0);
        assertEquals(8, level.demand().next(1).highest());
        level.waits(-1, 3, 1);
        level.executes(-1, 5, 1);
        level.demand().next(2);
        assertEquals(0, level.demand().next(3).highest());
    }
}
