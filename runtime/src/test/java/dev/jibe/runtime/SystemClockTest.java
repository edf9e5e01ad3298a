package dev.jibe.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SystemClockTest {

    @Test
    void aScheduledTaskRunsOnAVirtualThread() throws InterruptedException {
        var done = new CountDownLatch(1);
        var virtual = new AtomicInteger();
        Clock.system().schedule(Duration.ofMillis(1), () -> {
            virtual.set(Thread.currentThread().isVirtual() ? 1 : 0);
            done.countDown();
        });
        done.await();
        assertEquals(1, virtual.get());
    }

    @Test
    void aCancelledTaskDoesNotRun() throws InterruptedException {
        var runs = new AtomicInteger();
        var later = new CountDownLatch(1);
        Clock.system().schedule(Duration.ofMillis(5), runs::incrementAndGet).cancel();
        Clock.system().schedule(Duration.ofMillis(20), later::countDown);
        later.await();
        assertEquals(0, runs.get());
    }

    @Test
    void timeNeverGoesBack() {
        long first = Clock.system().nanoTime();
        assertTrue(Clock.system().nanoTime() - first >= 0);
    }
}
