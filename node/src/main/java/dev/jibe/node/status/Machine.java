package dev.jibe.node.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The machine as /proc and /etc describe it; zeros and empty strings where they do not. */
public final class Machine {
    private static final long KIBIBYTE = 1024;

    private Machine() {}

    public static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    public static long memoryBytes() {
        return memoryField("MemTotal:");
    }

    public static long availableMemoryBytes() {
        return memoryField("MemAvailable:");
    }

    private static long memoryField(String name) {
        return lines("/proc/meminfo").stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
                .findFirst()
                .orElse(0L);
    }

    /** CPU time of all cores since boot, idle time left out. */
    public static long cpuNanos() {
        return lines("/proc/stat").stream()
                .findFirst()
                .map(line -> {
                    String[] words = line.split("\\s+", -1);
                    long ticks = 0;
                    for (int i = 1; i < words.length && i < 9; i++) {
                        if (i != 4 && i != 5) {
                            ticks += Long.parseLong(words[i]);
                        }
                    }
                    return ticks * 10_000_000;
                })
                .orElse(0L);
    }

    public static String text(String path) {
        return String.join("\n", lines(path)).strip();
    }

    public static String operatingSystem() {
        return lines("/etc/os-release").stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(12).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name", ""));
    }

    public static String kernel() {
        return text("/proc/sys/kernel/osrelease");
    }

    /** As Go names it, which is what the API uses. */
    public static String architecture() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "aarch64" -> "arm64";
            case "amd64", "x86_64" -> "amd64";
            case String other -> other;
        };
    }

    private static List<String> lines(String path) {
        try {
            return Files.readAllLines(Path.of(path));
        } catch (IOException e) {
            return List.of();
        }
    }
}
