package dev.jibe.server.audit;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A file with one event a line; when it is large it is put aside, and old ones are removed.
 *
 * <p>An event is in the file before its request is answered.
 */
public final class AuditLogFile implements AuditSink {

    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS").withZone(ZoneOffset.UTC);

    private final Path path;
    private final Rotation rotation;
    private final Clock clock;
    private OutputStream out;
    private long sizeBytes;

    /**
     * When a file is put aside, and how long those are kept; zero is no limit.
     *
     * @param maxFiles that are kept beside the current one
     */
    public record Rotation(long maxBytes, int maxFiles, Duration maxAge) {}

    /**
     * Opens the file, or makes it.
     *
     * @throws AuditException if that is not possible
     */
    public AuditLogFile(Path path, Rotation rotation, Clock clock) {
        this.path = path.toAbsolutePath();
        this.rotation = rotation;
        this.clock = clock;
        try {
            this.out = open();
        } catch (IOException e) {
            throw new AuditException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    private OutputStream open() throws IOException {
        var folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        sizeBytes = Files.exists(path) ? Files.size(path) : 0;
        return new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public void write(JsonMap event) {
        append(Json.write(event));
    }

    private synchronized void append(byte[] line) {
        try {
            if (rotation.maxBytes() > 0 && sizeBytes > 0 && sizeBytes + line.length > rotation.maxBytes()) {
                rotate();
            }
            out.write(line);
            out.write('\n');
            out.flush();
            sizeBytes += line.length + 1;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the audit log " + path, e);
        }
    }

    private void rotate() throws IOException {
        out.close();
        Files.move(path, sibling(SUFFIX.format(clock.now())));
        out = open();
        var old = aside();
        for (int i = 0; i < old.size(); i++) {
            boolean tooMany = rotation.maxFiles() > 0 && i >= rotation.maxFiles();
            if (tooMany || isTooOld(old.get(i))) {
                Files.deleteIfExists(old.get(i));
            }
        }
    }

    private boolean isTooOld(Path file) throws IOException {
        var limit = clock.now().minus(rotation.maxAge());
        return !rotation.maxAge().isZero()
                && Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    }

    private Path sibling(String suffix) {
        var name = fileName();
        int dot = name.lastIndexOf('.');
        var base = dot < 0 ? name : name.substring(0, dot);
        return path.resolveSibling(base + "-" + suffix + (dot < 0 ? "" : name.substring(dot)));
    }

    private String fileName() {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }

    /** The files that were put aside, the newest first. */
    private List<Path> aside() throws IOException {
        var name = fileName();
        int dot = name.lastIndexOf('.');
        var prefix = (dot < 0 ? name : name.substring(0, dot)) + "-";
        var folder = path.getParent();
        if (folder == null) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .sorted(Comparator.comparing(Path::toString).reversed())
                    .toList();
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the audit log " + path, e);
        }
    }
}
