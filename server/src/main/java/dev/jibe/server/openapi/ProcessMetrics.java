package dev.jibe.server.openapi;

import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.wire.http.server.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What the operating system knows of this process; where it has no such files the figures are left out. */
final class ProcessMetrics {

    private static final Path FILES = Path.of("/proc/self");
    private static final long PAGE_BYTES = 4096;
    private static final double NANOS = 1e9;
    private static final Pattern MOST_MEMORY = Pattern.compile("Max address space\\s+(\\d+)");
    private static final double UNLIMITED = 0x1p64;

    private ProcessMetrics() {}

    static void register(Metrics metrics) {
        metrics.counters(
                "process_cpu_seconds_total",
                "Total user and system CPU time spent in seconds.",
                List.of(),
                reading -> reading.is(ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos()
                        / NANOS));
        if (!Files.isDirectory(FILES)) {
            return;
        }
        metrics.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", () -> pages(0) * PAGE_BYTES);
        metrics.gauge("process_resident_memory_bytes", "Resident memory size in bytes.", () -> pages(1) * PAGE_BYTES);
        metrics.gauge(
                "process_virtual_memory_max_bytes",
                "Maximum amount of virtual memory available in bytes.",
                () -> limit(MOST_MEMORY));
        metrics.gauge("process_open_fds", "Number of open file descriptors.", ProcessMetrics::openFiles);
        metrics.gauge("process_max_fds", "Maximum number of open file descriptors.", OpenFiles::limit);
    }

    private static String read(String name) {
        try {
            return Files.readString(FILES.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    private static double pages(int index) {
        var parts = read("statm").split(" ", -1);
        return parts.length > index ? Long.parseLong(parts[index]) : 0;
    }

    private static double openFiles() {
        try (var files = Files.list(FILES.resolve("fd"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static double limit(Pattern which) {
        var limit = which.matcher(read("limits"));
        return limit.find() ? Long.parseLong(limit.group(1)) : UNLIMITED;
    }
}
