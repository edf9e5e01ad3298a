package dev.jibe.store.wal;

import dev.jibe.runtime.logging.Log;
import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One start from what is on disk: the newest sound snapshot, then every group after it. */
final class Recovery {

    private static final Log LOG = Log.of(Recovery.class);

    private static final long FIRST_SEQUENCE = 1;

    private final Disk disk;
    private final Replay replay;
    private final List<Long> segments;
    private @Nullable Long storeId;
    private long wanted = FIRST_SEQUENCE;

    Recovery(Disk disk, Replay replay) throws IOException {
        this.disk = disk;
        this.replay = replay;
        this.segments = FileNames.segments(disk);
    }

    /** The identity of the store, known after {@link #run}. */
    long storeId() {
        if (storeId == null) {
            throw new AssertionError("recovery has not run");
        }
        return storeId;
    }

    WalEnd run() throws IOException {
        replaySnapshot();
        if (segments.isEmpty() || segments.getFirst() > wanted) {
            throw new DamagedException(
                    disk.describe(FileNames.segment(wanted)), 0, "the log from group " + wanted + " on is missing");
        }
        for (int i = 0; i + 1 < segments.size(); i++) {
            replayInnerSegment(segments.get(i), segments.get(i + 1));
        }
        return replayLastSegment(segments.getLast());
    }

    private void replaySnapshot() throws IOException {
        SnapshotHeader sound = newestSound(FileNames.snapshots(disk));
        if (sound == null) {
            return;
        }
        storeId = sound.storeId();
        wanted = sound.sequence();
        try (SnapshotReader reader = SnapshotReader.open(disk, sound.sequence())) {
            replay.snapshot(reader);
        }
    }

    private @Nullable SnapshotHeader newestSound(List<Long> snapshots) throws IOException {
        @Nullable DamagedException damage = null;
        for (long sequence : snapshots.reversed()) {
            try {
                return SnapshotReader.verify(disk, sequence);
            } catch (DamagedException found) {
                damage = found;
                LOG.warn("snapshot is damaged, using an older one and the log", "damage", found.getMessage());
            }
        }
        // Without any snapshot, only a log that goes back to the beginning has everything.
        if (damage != null && (segments.isEmpty() || segments.getFirst() > FIRST_SEQUENCE)) {
            throw damage;
        }
        return null;
    }

    private void replayInnerSegment(long first, long nextFirst) throws IOException {
        try (SegmentReader reader = openSegment(first)) {
            long next = replayGroups(reader);
            if (reader.isTorn()) {
                throw reader.damage("a group is incomplete, though there are later ones");
            }
            if (next != nextFirst) {
                throw reader.damage("the log ends with group " + (next - 1) + ", but the next file begins with "
                        + nextFirst + "; groups between are lost");
            }
        }
    }

    private WalEnd replayLastSegment(long first) throws IOException {
        SegmentReader reader = openSegment(first);
        try {
            long next = replayGroups(reader);
            if (next < wanted) {
                throw reader.damage("the log ends with group " + (next - 1) + ", before the snapshot does");
            }
            if (reader.isTorn()) {
                LOG.warn(
                        "cutting off an incomplete write that was never acknowledged",
                        "file",
                        disk.describe(FileNames.segment(first)),
                        "offset",
                        reader.position());
            }
            reader.clearTail(next);
            DiskFile file = reader.file();
            return new WalEnd(file, reader.position(), next);
        } catch (IOException failure) {
            reader.close();
            throw failure;
        }
    }

    private SegmentReader openSegment(long first) throws IOException {
        SegmentReader reader = SegmentReader.open(disk, first, storeId);
        storeId = reader.storeId();
        return reader;
    }

    /** Replays what the snapshot does not have; returns the number of the first group that is not there. */
    private long replayGroups(SegmentReader reader) throws IOException {
        while (reader.next()) {
            GroupHeader header = reader.header();
            if (header.sequence() < wanted) {
                continue;
            }
            long revision = header.firstRevision();
            while (reader.body().hasRemaining()) {
                boolean continued = Mutation.isContinued(reader.body());
                replay.mutation(revision, header.timeMillis(), Mutation.readFrom(reader.body()), continued);
                if (!continued) {
                    revision++;
                }
            }
        }
        return reader.nextSequence();
    }
}
