package dev.jibe.controllers.nodettl;

import java.util.List;

/** Seconds by the size of the cluster. The steps overlap, so that a size near the edge of two does not go to and fro. */
final class Steps {

    private record Step(int leastNodes, int mostNodes, int seconds) {}

    private static final List<Step> STEPS = List.of(
            new Step(0, 100, 0),
            new Step(90, 500, 15),
            new Step(450, 1000, 30),
            new Step(900, 2000, 60),
            new Step(1800, Integer.MAX_VALUE, 300));

    private Steps() {}

    /** The step of a cluster that was at that one before. */
    static int next(int before, int nodes) {
        int step = before;
        while (nodes > STEPS.get(step).mostNodes()) {
            step++;
        }
        while (nodes < STEPS.get(step).leastNodes()) {
            step--;
        }
        return step;
    }

    static int seconds(int step) {
        return STEPS.get(step).seconds();
    }
}
