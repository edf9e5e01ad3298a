package dev.jibe.store;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.fault.FaultyDisk;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Files of a store with other bytes in them: refused as damaged, or opened, and never anything else. */
final class StoreFuzzTest {

    private static final FaultyDisk SOUND = filled();

    @BeforeAll
    static void quiet() {
        Log.configure(line -> {}, Level.ERROR);
    }

    @AfterAll
    static void loud() {
        Log.configure(LogOutput.toStream(System.err), Level.INFO);
    }

    private static StoreConfig config(FaultyDisk disk) {
        return StoreConfig.on(disk)
                .withSegmentSizeBytes(4096)
                .withSnapshotAfterBytes(8192)
                .withMaxWriteBytes(2048)
                .withThreads(Threads.VIRTUAL);
    }

    private static FaultyDisk filled() {
        var disk = new FaultyDisk(new Random(1));
        try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
            for (int i = 0; i < 150; i++) {
                store.commit(Write.put("b", "key-" + i % 20, Words.of("value ".repeat(i % 30) + i), Expect.ANY));
            }
        }
        return disk;
    }

    /** Which file, where in it (two bytes), and what is there instead. */
    @FuzzTest
    void overwritten(byte[] data) {
        if (data.length < 4) {
            return;
        }
        var disk = SOUND.afterCrash();
        List<String> files = disk.list();
        var file = files.get((data[0] & 0xff) % files.size());
        int length = disk.content(file).length;
        if (length == 0) {
            return;
        }
        int at = ((data[1] & 0xff) << 8 | (data[2] & 0xff)) % length;
        disk.overwrite(file, at, Arrays.copyOfRange(data, 3, Math.min(data.length, 3 + length - at)));
        open(disk);
    }

    /** Which file, and all that is in it instead. */
    @FuzzTest
    void replaced(byte[] data) {
        if (data.length == 0) {
            return;
        }
        var disk = SOUND.afterCrash();
        List<String> files = disk.list();
        var file = files.get((data[0] & 0xff) % files.size());
        disk.cut(file, data.length - 1);
        disk.overwrite(file, 0, Arrays.copyOfRange(data, 1, data.length));
        open(disk);
    }

    private static void open(FaultyDisk disk) {
        try (Store<Words> store = Store.open(config(disk), Words.VALUES, Clock.system())) {
            store.commit(Write.put("b", "new", Words.of("new"), Expect.ANY));
        } catch (StoreException.Damaged refused) {
            return;
        }
    }
}
