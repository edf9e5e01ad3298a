package dev.jibe.runtime.logging;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The place that log lines go to; safe for threads. */
@FunctionalInterface
public interface LogOutput {

    /** Takes one whole event, line feed included. */
    void write(String line);

    /** Writes to a stream such as standard error. */
    static LogOutput toStream(PrintStream stream) {
        return line -> {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            stream.write(bytes, 0, bytes.length);
            stream.flush();
        };
    }

    /** Appends to a file; at the given size it becomes {@code name.1}, replacing the one before, and a new one begins. */
    static LogOutput toFile(Path file, long maxSizeBytes) throws IOException {
        return new LogFile(file, maxSizeBytes);
    }
}
