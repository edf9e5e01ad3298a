package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The queue in front of the committer when the committer does not get on. */
final class BusyTest {

    private final CountDownLatch stamping = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Stamping runs on the committer's thread, so this holds it up. */
    private final Values<Words> slow = new Values<>() {
        @Override
        public byte[] encode(String bucket, String key, Words value) {
            return Words.VALUES.encode(bucket, key, value);
        }

        @Override
        public Words decode(String bucket, String key, byte[] bytes) {
            return Words.VALUES.decode(bucket, key, bytes);
        }

        @Override
        public Words stamp(Words value, long revision) {
            stamping.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return Words.VALUES.stamp(value, revision);
        }
    };

    @Test
    void aFullQueueRefusesAndLosesNothing() throws InterruptedException {
        StoreConfig config = StoreConfig.inMemory().withQueue(4, 1 << 20, Duration.ofMillis(1));
        try (Store<Words> store = Store.open(config, slow, Clock.system())) {
            List<CompletableFuture<Committed<Words>>> taken = new ArrayList<>();
            taken.add(store.submit(put(0)));
            stamping.await();
            for (int i = 1; i <= 4; i++) {
                taken.add(store.submit(put(i)));
            }
            assertThrows(StoreException.TooBusy.class, () -> store.commit(put(5)));
            goOn.countDown();
            for (int i = 0; i < taken.size(); i++) {
                assertEquals(2 + i, taken.get(i).join().revision());
            }
            store.commit(put(6));
            assertEquals(6, store.latest().count("b", ""));
        }
    }

    @Test
    void aFullQueueIsFullInBytesToo() throws InterruptedException {
        StoreConfig config = StoreConfig.inMemory().withQueue(100, 1_000, Duration.ofMillis(1));
        try (Store<Words> store = Store.open(config, slow, Clock.system())) {
            var first = store.submit(put(0));
            stamping.await();
            var second = store.submit(Write.put("b", "large", Words.of("x".repeat(800)), Expect.ANY));
            assertThrows(StoreException.TooBusy.class, () -> store.commit(put(1)));
            goOn.countDown();
            assertEquals(2, first.join().revision());
            assertEquals(3, second.join().revision());
        }
    }

    private static Write<Words> put(int number) {
        return Write.put("b", "k" + number, Words.of("x"), Expect.ABSENT);
    }
}
