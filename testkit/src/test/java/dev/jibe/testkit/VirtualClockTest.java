package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {

    private final VirtualClock clock = new VirtualClock(Instant.EPOCH);

    @Test
    void dueTasksRunInTheirOrderAtTheirTime() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        clock.schedule(Duration.ofSeconds(3), () -> log.add("c" + clock.millis()));
        clock.schedule(Duration.ofSeconds(1), () -> {
            log.add("a" + clock.millis());
            clock.schedule(Duration.ofSeconds(1), () -> log.add("b" + clock.millis()));
        });
        clock.schedule(Duration.ofSeconds(9), () -> log.add("late"));
        clock.schedule(Duration.ofSeconds(2), () -> log.add("never")).cancel();

        clock.advance(Duration.ofSeconds(5));

        assertEquals(List.of("a1000", "b2000", "c3000"), log);
        assertEquals(5_000, clock.millis());
    }

    @Test
    void whatIsDueNowRunsWithoutAdvancing() throws InterruptedException {
        var ran = new CountDownLatch(1);
        clock.schedule(Duration.ZERO, ran::countDown);
        ran.await();
    }

    @Test
    void aSleeperWakesWhenTimeHasPassed() throws InterruptedException {
        var woken = new CountDownLatch(1);
        clock.schedule(Duration.ofSeconds(1), () -> {
            try {
                clock.sleep(Duration.ofSeconds(1));
                woken.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, woken.getCount());
        clock.advance(Duration.ofSeconds(1));
        woken.await();
        assertTrue(woken.getCount() == 0);
    }
}
