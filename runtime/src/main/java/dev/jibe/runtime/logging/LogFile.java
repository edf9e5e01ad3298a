package dev.jibe.runtime.logging;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;

/** A log file that never takes more than twice its size limit: itself and the one before it. */
final class LogFile implements LogOutput {

    private final Path file;
    private final long maxSizeBytes;
    private final ReentrantLock lock = new ReentrantLock();

    /** No channel: one that an interrupted thread writes to is closed for all. */
    private FileOutputStream out;

    private long sizeBytes;

    LogFile(Path file, long maxSizeBytes) throws IOException {
        this.file = file;
        this.maxSizeBytes = maxSizeBytes;
        this.out = open(file);
        this.sizeBytes = Files.size(file);
    }

    @Override
    public void write(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (sizeBytes > 0 && sizeBytes + bytes.length > maxSizeBytes) {
                turn();
            }
            sizeBytes += bytes.length;
            out.write(bytes);
        } catch (IOException failure) {
            // A full disk must not stop the program, and there is nowhere left to say so but here.
            System.err.println("cannot write " + file + ": " + failure);
        } finally {
            lock.unlock();
        }
    }

    private void turn() throws IOException {
        out.close();
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        out = open(file);
        sizeBytes = 0;
    }

    private static FileOutputStream open(Path file) throws IOException {
        return new FileOutputStream(file.toFile(), true);
    }
}
