package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import java.io.IOException;
import java.util.List;

/**
 * Deletes what recovery cannot need any more.
 *
 * <p>The newest two snapshots stay, and the log since the older one: should the newest be damaged, the older one and the
 * log give the same state.
 */
final class Retention {

    private static final int SNAPSHOTS_KEPT = 2;

    private Retention() {}

    static void apply(Disk disk) throws IOException {
        List<Long> snapshots = FileNames.snapshots(disk);
        if (snapshots.size() < SNAPSHOTS_KEPT) {
            return;
        }
        List<Long> superseded = snapshots.subList(0, snapshots.size() - SNAPSHOTS_KEPT);
        for (long sequence : superseded) {
            disk.delete(FileNames.snapshot(sequence));
        }
        long needed = snapshots.get(superseded.size());
        List<Long> segments = FileNames.segments(disk);
        for (int i = 0; i + 1 < segments.size() && segments.get(i + 1) <= needed; i++) {
            disk.delete(FileNames.segment(segments.get(i)));
        }
        disk.syncDirectory();
    }
}
