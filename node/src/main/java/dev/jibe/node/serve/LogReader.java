package dev.jibe.node.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends a container's log to somebody: what is there, and what comes for as long as the container runs.
 *
 * <p>See "Logs" in https://kubernetes.io/docs/concepts/cluster-administration/logging/.
 */
final class LogReader {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final long LOOK_MILLIS = 1000;

    /**
     * What of a log is wanted.
     *
     * @param tailLines the last so many; less than 0 for all
     * @param limitBytes at most so many; less than 0 for no limit
     */
    record Options(boolean follow, long tailLines, Instant since, boolean timestamps, long limitBytes) {}

    /** Where the text goes; it fails when nobody listens any more. */
    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes) throws IOException;
    }

    private final Path path;
    private final Options options;
    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long leftBytes;
    private boolean inPartial;

    LogReader(Path path, Options options, Sink sink) {
        this.path = path;
        this.options = options;
        this.sink = sink;
        this.leftBytes = options.limitBytes() < 0 ? Long.MAX_VALUE : options.limitBytes();
    }

    /** Returns at the end of the log; when following, not before the container has ended or the sink fails. */
    void run(BooleanSupplier goesOn) throws IOException, InterruptedException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            if (options.follow()) {
                var _ = Objects.requireNonNull(path.getParent())
                        .register(watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            }
            Object key = key();
            file.seek(options.tailLines() < 0 ? 0 : LogFile.tailOffset(file, options.tailLines()));
            while (true) {
                boolean wasRunning = goesOn.getAsBoolean();
                drain(file);
                if (leftBytes <= 0) {
                    return;
                }
                if (!Objects.equals(key, key())) {
                    drain(file);
                    file.close();
                    file = new RandomAccessFile(path.toFile(), "r");
                    key = key();
                    continue;
                }
                if (!options.follow() || !wasRunning) {
                    return;
                }
                var event = watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    event.pollEvents();
                    event.reset();
                }
            }
        } finally {
            file.close();
        }
    }

    /** What tells a file from the one that rotation puts in its place. */
    private Object key() throws IOException {
        return Files.exists(path) ? Files.getAttribute(path, "unix:ino") : "none";
    }

    private void drain(RandomAccessFile file) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        for (int length = file.read(block); length > 0; length = file.read(block)) {
            for (int i = 0; i < length; i++) {
                if (block[i] == '\n') {
                    take(line.toByteArray());
                    line.reset();
                } else {
                    line.write(block[i]);
                }
            }
            flush();
        }
        flush();
    }

    private void take(byte[] raw) {
        var parsed = LogLine.parse(raw);
        if (parsed.isEmpty() || !parsed.get().isSince(options.since()) || leftBytes <= 0) {
            return;
        }
        LogLine entry = parsed.get();
        if (options.timestamps() && !inPartial) {
            append((entry.time() + " ").getBytes(StandardCharsets.US_ASCII));
        }
        append(entry.text());
        if (!entry.isPartial()) {
            append(new byte[] {'\n'});
        }
        inPartial = entry.isPartial();
    }

    private void append(byte[] bytes) {
        int length = (int) Math.min(leftBytes, bytes.length);
        out.write(bytes, 0, length);
        leftBytes -= length;
    }

    private void flush() throws IOException {
        if (out.size() > 0) {
            sink.accept(out.toByteArray());
            out.reset();
        }
    }
}
