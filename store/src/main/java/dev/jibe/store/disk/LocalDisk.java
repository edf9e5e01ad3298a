package dev.jibe.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A directory of the machine. */
public final class LocalDisk implements Disk {

    private static final String LOCK = "lock";

    /**
     * The directories that this process holds. On POSIX systems, closing any file handle of a locked file gives the
     * process's lock up, so a second claim in one process must be refused without opening the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;

    public LocalDisk(Path directory) {
        this.directory = directory;
    }

    @Override
    public Closeable lock() throws IOException {
        Files.createDirectories(directory);
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new IOException(directory + " is in use by this process already; use another directory");
        }
        try {
            FileChannel channel = lockFile(real.resolve(LOCK));
            return () -> {
                HELD.remove(real);
                channel.close();
            };
        } catch (IOException failure) {
            HELD.remove(real);
            throw failure;
        }
    }

    private FileChannel lockFile(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException(directory + " is in use by process "
                        + Files.readString(file).strip() + "; stop that one, or use another directory");
            }
            channel.truncate(0);
            byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(owner), 0);
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(LOCK))
                    .toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new LocalFile(FileChannel.open(
                directory.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new LocalFile(
                FileChannel.open(directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        // Opening a directory for reading and syncing it works on Linux and macOS; Windows needs no such step.
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }
}
