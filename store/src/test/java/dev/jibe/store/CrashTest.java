package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.fault.FaultyDisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Crashes at random operations of a disk that loses and tears what was not synced. */
final class CrashTest {

    private static final int SEEDS = 400;
    private static final int CRASHES_OF_A_SEED = 4;
    private static final int MAX_OPERATIONS = 250;
    private static final List<String> BUCKETS = List.of("leases", "pods");

    private int crashes;

    /** What is expected to go wrong a thousand times need not be read a thousand times. */
    @BeforeAll
    static void quiet() {
        Log.configure(line -> {}, Level.ERROR);
    }

    @AfterAll
    static void loud() {
        Log.configure(LogOutput.toStream(System.err), Level.INFO);
    }

    @Test
    void noAcknowledgedWriteIsLost() {
        Seeds.forEach(SEEDS, random -> {
            var disk = new FaultyDisk(random);
            var life = new Life(random);
            for (int i = 0; i < CRASHES_OF_A_SEED; i++) {
                disk.crashAfter(1 + random.nextInt(MAX_OPERATIONS));
                life.writeUntilCrash(disk);
                disk = disk.afterCrash();
                crashes++;
            }
            life.check(disk);
        });
        System.out.println("crash points: " + crashes);
        assertTrue(crashes >= 1_000);
    }

    private static StoreConfig config(FaultyDisk disk) {
        return StoreConfig.on(disk)
                .withSegmentSizeBytes(32 << 10)
                .withSnapshotAfterBytes(48 << 10)
                .withMaxWriteBytes(64 << 10)
                .withHistory(Duration.ofHours(1), 1_000_000, 1L << 30);
    }

    /** One store through its crashes: what was acknowledged, and what was asked for without an answer. */
    private static final class Life {

        private final Random random;
        private final Set<String> inDoubt = new HashSet<>();
        private Model acknowledged = new Model();
        private long revision = 1;
        private int values;

        Life(Random random) {
            this.random = random;
        }

        void writeUntilCrash(FaultyDisk disk) {
            try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
                adopt(store);
                while (writeSome(store)) {
                    // Until the disk is gone.
                }
            } catch (StoreException.Unavailable crashed) {
                // Opening takes operations too, and so does closing.
            }
        }

        void check(FaultyDisk disk) {
            try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
                adopt(store);
            }
        }

        /** Checks the store against what is known, and goes on from there. */
        private void adopt(Store<Words> store) {
            Snapshot<Words> found = store.latest();
            assertTrue(found.revision() >= revision, () -> "back at " + found.revision() + " from " + revision);
            if (store.compactedRevision() <= revision) {
                acknowledged.assertSame(store.at(revision), BUCKETS);
            }
            for (String bucket : BUCKETS) {
                for (Entry<Words> entry : found.range(bucket)) {
                    if (entry.modRevision() <= revision) {
                        assertEquals(acknowledged.bucket(bucket).get(entry.key()), entry);
                    } else {
                        assertTrue(inDoubt.contains(entry.value().text()), () -> "nobody wrote " + entry);
                    }
                }
                for (Entry<Words> entry : acknowledged.bucket(bucket).values()) {
                    Entry<Words> now = found.get(bucket, entry.key());
                    assertTrue(now != null || inDoubt.contains("delete " + entry.key()), () -> "lost " + entry);
                }
            }
            acknowledged = Model.of(found, BUCKETS);
            revision = found.revision();
            inDoubt.clear();
        }

        /** A few writes at once; false when the disk has crashed. */
        private boolean writeSome(Store<Words> store) {
            List<Write<Words>> writes = new ArrayList<>();
            List<CompletableFuture<Committed<Words>>> answers = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                Write<Words> write = random.nextInt(8) == 0
                        ? new Write.Batch<>(List.of(single("leases"), single("pods")))
                        : single(BUCKETS.get(random.nextInt(2)));
                writes.add(write);
                answers.add(store.submit(write));
            }
            boolean alive = true;
            for (int i = 0; i < writes.size(); i++) {
                try {
                    Committed<Words> committed = answers.get(i).join();
                    acknowledged.apply(committed);
                    revision = Math.max(revision, committed.revision());
                } catch (CompletionException failure) {
                    assertEquals(
                            StoreException.Unavailable.class,
                            failure.getCause() == null
                                    ? null
                                    : failure.getCause().getClass());
                    doubt(writes.get(i));
                    alive = false;
                }
            }
            return alive;
        }

        private Write.Single<Words> single(String bucket) {
            String key = "key" + random.nextInt(12);
            if (random.nextInt(5) == 0) {
                return Write.delete(bucket, key, Expect.ANY);
            }
            String text = "value" + values++ + (random.nextBoolean() ? "\0" : "x").repeat(random.nextInt(4_000));
            return Write.put(bucket, key, Words.of(text), Expect.ANY);
        }

        private void doubt(Write<Words> write) {
            switch (write) {
                case Write.Put<Words> put -> inDoubt.add(put.value().text());
                case Write.Delete<Words> delete -> inDoubt.add("delete " + delete.key());
                case Write.Batch<Words> batch -> batch.writes().forEach(this::doubt);
            }
        }
    }
}
