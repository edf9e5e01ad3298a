package dev.jibe.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

final class HeapKeeperTest {

    private static final int MEGABYTE = 1 << 20;

    /** As the tests run: with the serial collector, and a heap of gigabytes that it would fill first. It is calm afterwards. */
    @Test
    void garbageThatHasGrownOldIsCollected() throws InterruptedException {
        var gone = new ReferenceQueue<Object>();
        var old = new WeakReference<>(grown(), gone);
        HeapKeeper.start();
        var last = new byte[64][];
        for (int i = 0; i < 1500 && !old.refersTo(null); i++) {
            last[i % last.length] = new byte[MEGABYTE];
        }
        assertNotNull(gone.remove(30_000), "nobody has looked at the old generation");
    }

    private static Object grown() {
        var object = new byte[MEGABYTE];
        System.gc(); // moves what is alive to the old generation
        return object;
    }

    @Test
    void theNextCollectionIsWhenThereIsTwiceAsMuch() {
        long most = 4096L * MEGABYTE;
        assertEquals(64L * MEGABYTE, HeapKeeper.due(0, most));
        assertEquals(64L * MEGABYTE, HeapKeeper.due(20L * MEGABYTE, most));
        assertEquals(600L * MEGABYTE, HeapKeeper.due(300L * MEGABYTE, most));
        assertEquals(most, HeapKeeper.due(3000L * MEGABYTE, most));
    }

    @Test
    void whileThereIsMuchToDoItWaitsUntilThereIsThreeTimesAsMuch() {
        long most = 4096L * MEGABYTE;
        assertEquals(192L * MEGABYTE, HeapKeeper.urgent(64L * MEGABYTE, most));
        assertEquals(1256L * MEGABYTE, HeapKeeper.urgent(1000L * MEGABYTE, most));
        assertEquals(most, HeapKeeper.urgent(4000L * MEGABYTE, most));
    }
}
