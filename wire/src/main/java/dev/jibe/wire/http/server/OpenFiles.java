package dev.jibe.wire.http.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How many files the process may open, and what that leaves for connections. */
public final class OpenFiles {

    /** Where the system does not say it: a usual limit of a service. */
    private static final long USUAL = 20_000;

    /** The part of all files that is left for everything but connections: the store, calls to others, containers. */
    private static final int OTHERS_PART = 8;

    /** What an idle connection takes of the heap, and the part of it that connections may take. */
    private static final int CONNECTION_BYTES = 16 << 10;

    private static final int HEAP_PART = 2;

    private static final Pattern LIMIT = Pattern.compile("Max open files\\s+(\\d+)");

    private OpenFiles() {}

    /** What the system allows this process. */
    public static long limit() {
        try {
            var limit = LIMIT.matcher(Files.readString(Path.of("/proc/self/limits")));
            return limit.find() ? Long.parseLong(limit.group(1)) : Integer.MAX_VALUE;
        } catch (IOException e) {
            return USUAL;
        }
    }

    /** How many connections a server takes: no more than there are files for, and no more than it has memory for. */
    static int connections(long files, long heapBytes) {
        long most = Math.min(files - files / OTHERS_PART, heapBytes / HEAP_PART / CONNECTION_BYTES);
        return Math.clamp(most, 1, Integer.MAX_VALUE);
    }
}
