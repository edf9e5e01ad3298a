package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.store.fault.FaultyDisk;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Disks that are full or dying: writes fail and say why, reads go on, nothing acknowledged is lost. */
final class FailingDiskTest {

    private static final int MAX_WRITES = 1_000;

    private final FaultyDisk disk = new FaultyDisk(new Random(1));
    private final Model model = new Model();
    private int writes;

    @Test
    void aFullDiskRefusesWritesUntilThereIsRoom() {
        try (Store<Words> store = open()) {
            disk.setFreeBytes(100 << 10);
            StoreException.Unavailable full = writeUntilRefused(store);
            assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full::getMessage);
            model.assertSame(store.latest(), List.of("b"));
            disk.setFreeBytes(1 << 20);
            model.apply(store.commit(write()));
            model.assertSame(store.latest(), List.of("b"));
        }
        try (Store<Words> store = open()) {
            model.assertSame(store.latest(), List.of("b"));
        }
    }

    @Test
    void aDyingDiskEndsWritesUntilTheStoreIsOpenedAgain() {
        try (Store<Words> store = open()) {
            model.apply(store.commit(write()));
            disk.setFailing(true);
            StoreException.Unavailable failure =
                    assertThrows(StoreException.Unavailable.class, () -> store.commit(write()));
            assertTrue(String.valueOf(failure.getMessage()).contains("input/output error"), failure::getMessage);
            disk.setFailing(false);
            assertThrows(StoreException.Unavailable.class, () -> store.commit(write()));
            model.assertSame(store.latest(), List.of("b"));
        }
        try (Store<Words> store = open()) {
            model.assertSame(store.latest(), List.of("b"));
            model.apply(store.commit(write()));
            assertEquals(3, store.revision());
        }
    }

    @Test
    void aDiskThatIsFullFromTheStartIsRefused() {
        disk.setFreeBytes(1_000);
        var refusal = assertThrows(StoreException.Unavailable.class, this::open);
        assertTrue(String.valueOf(refusal.getMessage()).contains("No space left"), refusal::getMessage);
    }

    private StoreException.Unavailable writeUntilRefused(Store<Words> store) {
        for (int i = 0; i < MAX_WRITES; i++) {
            try {
                model.apply(store.commit(write()));
            } catch (StoreException.Unavailable refusal) {
                return refusal;
            }
        }
        throw new AssertionError("the disk did not fill up");
    }

    private Write<Words> write() {
        writes++;
        return Write.put("b", "key" + writes % 10, Words.of("value" + writes + "x".repeat(2_000)), Expect.ANY);
    }

    private Store<Words> open() {
        StoreConfig config = StoreConfig.on(disk).withSegmentSizeBytes(32 << 10).withMaxWriteBytes(16 << 10);
        return Store.open(config, Words.VALUES, Clock.system());
    }
}
