package dev.jibe.store;

import dev.jibe.runtime.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that {@link KillTest} kills: writers that say on standard output what was acknowledged. */
final class KillChild {

    static final int WRITERS = 8;

    private static final int VALUE_CHARS = 500;

    private KillChild() {}

    /** The configuration that parent and child share: small files, so that rolls and snapshots are killed too. */
    static StoreConfig config(Path directory) {
        return StoreConfig.in(directory)
                .withSegmentSizeBytes(256 << 10)
                .withSnapshotAfterBytes(512 << 10)
                .withMaxWriteBytes(64 << 10);
    }

    static String key(int writer) {
        return "writer-" + writer;
    }

    static String value(long count) {
        return count + ":" + "x".repeat(VALUE_CHARS);
    }

    static long count(Entry<Words> entry) {
        String text = entry.value().text();
        return Long.parseLong(text.substring(0, text.indexOf(':')));
    }

    /** Argument: the directory of the store. Writes until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Store<Words> store = Store.open(config(Path.of(arguments[0])), Words.VALUES, Clock.system());
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            writers.add(Thread.startVirtualThread(() -> write(store, number)));
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static void write(Store<Words> store, int writer) {
        Entry<Words> last = store.latest().get("b", key(writer));
        for (long count = last == null ? 1 : count(last) + 1; ; count++) {
            store.commit(Write.put("b", key(writer), Words.of(value(count)), Expect.ANY));
            // One write call a line: a line is there wholly or, at the very end, in part.
            System.out.print(writer + " " + count + "\n");
            System.out.flush();
        }
    }
}
