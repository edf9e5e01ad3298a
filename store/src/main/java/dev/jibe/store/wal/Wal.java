package dev.jibe.store.wal;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Executor;

/**
 * The open log: groups are appended at its end, and snapshots let go of its beginning.
 *
 * <p>One thread appends; {@link #snapshot} may run beside it on another.
 */
public final class Wal implements Closeable {

    private final Disk disk;
    private final long storeId;
    private final int segmentSizeBytes;
    private final SpareSegment spare;
    private DiskFile segment;
    private long segmentBytes;
    private long position;
    private long nextSequence;

    Wal(Disk disk, long storeId, int segmentSizeBytes, SpareSegment spare, WalEnd end) throws IOException {
        this.disk = disk;
        this.storeId = storeId;
        this.segmentSizeBytes = segmentSizeBytes;
        this.spare = spare;
        this.segment = end.segment();
        this.segmentBytes = end.segment().sizeBytes();
        this.position = end.position();
        this.nextSequence = end.nextSequence();
        spare.prepare(segmentSizeBytes);
    }

    /**
     * Opens the log of a disk, replaying what it holds; a disk without one gets a new one.
     *
     * @param newStoreId the identity of the store if it is new
     * @param background where the next segment is prepared
     * @throws DamagedException if what is there is not what was written
     */
    public static Wal open(Disk disk, int segmentSizeBytes, long newStoreId, Executor background, Replay replay)
            throws IOException {
        FileNames.deleteUnfinished(disk);
        var spare = new SpareSegment(disk, background);
        if (FileNames.segments(disk).isEmpty() && FileNames.snapshots(disk).isEmpty()) {
            DiskFile first = activate(disk, spare.take(segmentSizeBytes), newStoreId, 1);
            return new Wal(disk, newStoreId, segmentSizeBytes, spare, new WalEnd(first, GroupHeader.PAGE_BYTES, 1));
        }
        var recovery = new Recovery(disk, replay);
        WalEnd end = recovery.run();
        return new Wal(disk, recovery.storeId(), segmentSizeBytes, spare, end);
    }

    /** The number that the next group will have. */
    public long nextSequence() {
        return nextSequence;
    }

    /**
     * Writes the group; it is durable when this returns.
     *
     * @throws NoSpaceException if nothing was written and it may be tried again; after any other failure it is unknown
     *     what is on disk, and only opening the log again tells
     */
    public void append(Group group, long firstRevision, long timeMillis) throws IOException {
        int sizeBytes = group.paddedSizeBytes();
        if (position + sizeBytes > segmentBytes) {
            roll(sizeBytes);
        }
        segment.write(group.seal(storeId, nextSequence, firstRevision, timeMillis), position);
        segment.sync();
        position += sizeBytes;
        nextSequence++;
    }

    private void roll(int groupBytes) throws IOException {
        int neededBytes = Math.max(segmentSizeBytes, groupBytes + GroupHeader.PAGE_BYTES);
        DiskFile next = activate(disk, spare.take(neededBytes), storeId, nextSequence);
        segment.close();
        segment = next;
        segmentBytes = next.sizeBytes();
        position = GroupHeader.PAGE_BYTES;
        spare.prepare(segmentSizeBytes);
    }

    /** Makes a spare file the segment that begins with the given group. */
    private static DiskFile activate(Disk disk, DiskFile file, long storeId, long sequence) throws IOException {
        file.write(new SegmentHeader(storeId, sequence, file.sizeBytes()).page(), 0);
        file.sync();
        disk.rename(FileNames.SPARE, FileNames.segment(sequence));
        disk.syncDirectory();
        return file;
    }

    /**
     * Writes all entries as they were before the group of the given number, and then drops what no recovery can need.
     *
     * @param sequence the {@link #nextSequence} at which the entries were taken
     * @param entries in the order of bucket and key
     */
    public void snapshot(long sequence, long revision, Iterator<SnapshotEntry> entries) throws IOException {
        SnapshotWriter.write(disk, new SnapshotHeader(storeId, sequence, revision), entries);
        Retention.apply(disk);
    }

    @Override
    public void close() throws IOException {
        spare.close();
        segment.close();
    }
}
