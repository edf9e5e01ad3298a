package dev.jibe.store.fault;

import dev.jibe.store.disk.Disk;
import dev.jibe.store.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps apart what was written and what is durable.
 *
 * <p>It can be told to crash after a number of operations: the operation fails, as does everything after it, and what
 * {@link #afterCrash} gives is what a machine finds when it comes back. Of what was not synced, each sector may be there
 * or not; unsynced names too, in the order they were made.
 */
public final class FaultyDisk implements Disk {

    static final int SECTOR_BYTES = 512;

    /** More than any test writes, and far from overflowing. */
    private static final long UNLIMITED = 1L << 60;

    private final RandomGenerator random;
    private final Map<String, Content> names = new TreeMap<>();
    private Map<String, Content> durableNames = new TreeMap<>();
    private final List<Map<String, Content>> unsyncedNames = new ArrayList<>();
    private long operations;
    private long crashAt = Long.MAX_VALUE;
    private long freeBytes = UNLIMITED;
    private boolean failing;
    private boolean locked;

    /** The bytes of a file: as written, and as durable. */
    static final class Content {
        byte[] written = new byte[0];
        byte[] durable = new byte[0];
    }

    public FaultyDisk(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Crashes at the given operation from now, counting writes, syncs, renames, deletions and new files. A disk that has
     * crashed stays so.
     */
    public synchronized void crashAfter(long moreOperations) {
        if (!hasCrashed()) {
            crashAt = operations + moreOperations;
        }
    }

    /** How many operations there were. */
    public synchronized long operations() {
        return operations;
    }

    /** Lets files grow by so many bytes more and then says that the disk is full. */
    public synchronized void setFreeBytes(long bytes) {
        freeBytes = bytes;
    }

    /** Has every operation that changes something fail from now on, as a dying disk does. */
    public synchronized void setFailing(boolean fails) {
        failing = fails;
    }

    /** The disk as it is found after the crash. */
    public synchronized FaultyDisk afterCrash() {
        var found = new FaultyDisk(random);
        Map<String, Content> surviving = durableNames;
        int named = unsyncedNames.isEmpty() ? 0 : random.nextInt(unsyncedNames.size() + 1);
        if (named > 0) {
            surviving = unsyncedNames.get(named - 1);
        }
        for (Map.Entry<String, Content> file : surviving.entrySet()) {
            var content = new Content();
            content.durable = torn(file.getValue());
            content.written = content.durable.clone();
            found.names.put(file.getKey(), content);
        }
        found.durableNames = new TreeMap<>(found.names);
        return found;
    }

    private byte[] torn(Content content) {
        byte[] durable = content.durable;
        byte[] written = content.written;
        int length = random.nextBoolean() ? durable.length : Math.max(durable.length, written.length);
        byte[] found = Arrays.copyOf(durable, length);
        // Sometimes all of it came through and sometimes nothing; in between, each sector has its own luck.
        int luck = random.nextInt(4);
        for (int at = 0; at < Math.min(length, written.length); at += SECTOR_BYTES) {
            if (luck == 0 || (luck > 1 && random.nextBoolean())) {
                int bytes = Math.min(SECTOR_BYTES, Math.min(length, written.length) - at);
                System.arraycopy(written, at, found, at, bytes);
            }
        }
        return found;
    }

    /** Changes one bit, as written and as durable. */
    public synchronized void flip(String name, long bit) {
        Content content = existing(name);
        int at = (int) (bit / 8);
        content.durable[at] ^= (byte) (1 << (bit % 8));
        content.written = content.durable.clone();
    }

    /** Puts other bytes into a file, as written and as durable. */
    public synchronized void overwrite(String name, int at, byte[] bytes) {
        Content content = existing(name);
        System.arraycopy(bytes, 0, content.durable, at, bytes.length);
        content.written = content.durable.clone();
    }

    /** Cuts a file short. */
    public synchronized void cut(String name, int length) {
        Content content = existing(name);
        content.durable = Arrays.copyOf(content.durable, length);
        content.written = content.durable.clone();
    }

    public synchronized byte[] content(String name) {
        return existing(name).written.clone();
    }

    Content existing(String name) {
        @Nullable Content content = names.get(name);
        if (content == null) {
            throw new AssertionError("no file " + name + " among " + names.keySet());
        }
        return content;
    }

    /** Counts an operation, and fails if its time has come. */
    synchronized void operate() throws IOException {
        operations++;
        if (operations >= crashAt) {
            throw new IOException("crashed");
        }
        if (failing) {
            throw new IOException("input/output error");
        }
    }

    synchronized void grow(long bytes) throws IOException {
        if (bytes > freeBytes) {
            throw new IOException("No space left on device");
        }
        freeBytes -= bytes;
    }

    public synchronized boolean hasCrashed() {
        return operations >= crashAt;
    }

    int randomBelow(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public synchronized Closeable lock() throws IOException {
        if (locked) {
            throw new IOException("in use");
        }
        locked = true;
        return () -> locked = false;
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        operate();
        var content = new Content();
        names.put(name, content);
        renamed();
        return new FaultyFile(this, content);
    }

    @Override
    public synchronized DiskFile open(String name) {
        return new FaultyFile(this, existing(name));
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        operate();
        Content content = existing(from);
        names.remove(from);
        names.put(to, content);
        renamed();
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operate();
        @Nullable Content gone = names.remove(name);
        if (gone != null) {
            freeBytes += gone.written.length;
            renamed();
        }
    }

    private void renamed() {
        unsyncedNames.add(new TreeMap<>(names));
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        operate();
        durableNames = new TreeMap<>(names);
        unsyncedNames.clear();
    }

    @Override
    public String describe(String name) {
        return "faulty/" + name;
    }
}
