package dev.jibe.runtime.logging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** A log file that never takes more than twice its size limit: itself and the one before it. */
final class LogFile implements LogOutput {

    private final Path file;
    private final long maxSizeBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private FileChannel channel;
    private long sizeBytes;

    LogFile(Path file, long maxSizeBytes) throws IOException {
        this.file = file;
        this.maxSizeBytes = maxSizeBytes;
        this.channel = open(file);
        this.sizeBytes = channel.size();
    }

    @Override
    public void write(String line) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        lock.lock();
        try {
            if (sizeBytes > 0 && sizeBytes + bytes.remaining() > maxSizeBytes) {
                turn();
            }
            sizeBytes += bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            // A full disk must not stop the program, and there is nowhere left to say so but here.
            System.err.println("cannot write " + file + ": " + failure);
        } finally {
            lock.unlock();
        }
    }

    private void turn() throws IOException {
        channel.close();
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        channel = open(file);
        sizeBytes = 0;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
