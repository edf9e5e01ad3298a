package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.fault.FaultyDisk;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bits that flip and files that vanish: refused, or without effect, and never served. */
final class DamageTest {

    private static final List<String> BUCKETS = List.of("b");
    private static final int WRITES = 120;
    private static final int FLIPS = 600;

    private final Model model = new Model();
    private final FaultyDisk sound = filled();

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
    void aFlippedBitIsNeverServed() {
        int[] refused = new int[1];
        List<String> files =
                sound.list().stream().filter(name -> !name.endsWith(".tmp")).toList();
        Seeds.forEach(FLIPS, random -> {
            FaultyDisk disk = sound.afterCrash();
            String file = files.get(random.nextInt(files.size()));
            disk.flip(file, random.nextLong(disk.content(file).length * 8L));
            try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
                model.assertSame(store.latest(), BUCKETS);
                assertEquals(1 + WRITES, store.revision());
            } catch (StoreException.Damaged damage) {
                refused[0]++;
                assertTrue(String.valueOf(damage.getMessage()).contains("faulty/" + file), damage::getMessage);
            }
        });
        System.out.println("refused " + refused[0] + " of " + FLIPS);
        assertTrue(refused[0] > FLIPS / 10);
    }

    @Test
    void aFlippedBitInTheLastGroupIsNotTakenForATornWrite() {
        String last = segments().getLast();
        byte[] content = sound.content(last);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        FaultyDisk disk = sound.afterCrash();
        disk.flip(last, (end - 1) * 8L);
        var damage = assertThrows(
                StoreException.Damaged.class, () -> Store.open(config(disk), Words.VALUES, Clock.system()));
        assertTrue(String.valueOf(damage.getMessage()).contains("does not match its checksum"), damage::getMessage);
    }

    @Test
    void aMissingFileOfTheLogIsRefused() throws Exception {
        for (String segment : segments()) {
            if (segment.equals(segments().getLast())) {
                continue;
            }
            FaultyDisk disk = sound.afterCrash();
            disk.delete(segment);
            try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
                // It was only there in case the newest snapshot is damaged.
                model.assertSame(store.latest(), BUCKETS);
            } catch (StoreException.Damaged damage) {
                assertTrue(String.valueOf(damage.getMessage()).contains("offset"), damage::getMessage);
            }
        }
    }

    @Test
    void aFileCutShortIsRefused() {
        String last = segments().getLast();
        FaultyDisk disk = sound.afterCrash();
        disk.cut(last, disk.content(last).length - 4096);
        assertThrows(StoreException.Damaged.class, () -> Store.open(config(disk), Words.VALUES, Clock.system()));
    }

    @Test
    void aDamagedNewestSnapshotIsReplacedByTheOlderAndTheLog() {
        List<String> snapshots =
                sound.list().stream().filter(name -> name.startsWith("snap-")).toList();
        assertEquals(2, snapshots.size());
        FaultyDisk disk = sound.afterCrash();
        disk.flip(snapshots.getLast(), 1_000);
        try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
            model.assertSame(store.latest(), BUCKETS);
        }
        disk.flip(snapshots.getFirst(), 1_000);
        assertThrows(StoreException.Damaged.class, () -> Store.open(config(disk), Words.VALUES, Clock.system()));
    }

    private List<String> segments() {
        return sound.list().stream().filter(name -> name.startsWith("log-")).toList();
    }

    private FaultyDisk filled() {
        var disk = new FaultyDisk(new Random(1));
        try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
            for (int i = 0; i < WRITES; i++) {
                Write<Words> write = Write.put("b", "key" + i % 40, Words.of("v" + i + "x".repeat(3_000)), Expect.ANY);
                model.apply(store.commit(write));
            }
        }
        return disk;
    }

    private static StoreConfig config(FaultyDisk disk) {
        return StoreConfig.on(disk)
                .withSegmentSizeBytes(64 << 10)
                .withSnapshotAfterBytes(100 << 10)
                .withMaxWriteBytes(16 << 10);
    }
}
