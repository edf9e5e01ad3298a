package dev.jibe.testkit;

import dev.jibe.runtime.Clock;
import java.util.Arrays;
import java.util.Locale;

/** Measures how long an embedded cluster takes to start: the first of a JVM, and each further one. */
public final class StartTimes {

    private static final int FURTHER = 10;

    private StartTimes() {}

    public static void main(String[] args) {
        System.out.printf(Locale.ROOT, "first start: %.0f ms%n", startMillis());
        var further = new double[FURTHER];
        for (int i = 0; i < FURTHER; i++) {
            further[i] = startMillis();
        }
        Arrays.sort(further);
        System.out.printf(
                Locale.ROOT,
                "further starts: median %.0f ms, fastest %.0f ms, slowest %.0f ms of %d%n",
                further[FURTHER / 2],
                further[0],
                further[FURTHER - 1],
                FURTHER);
        System.exit(0);
    }

    private static double startMillis() {
        long from = Clock.system().nanoTime();
        var cluster = Jibe.start();
        long started = Clock.system().nanoTime();
        cluster.close();
        return (started - from) / 1e6;
    }
}
