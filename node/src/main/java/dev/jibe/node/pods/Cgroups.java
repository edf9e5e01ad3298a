package dev.jibe.node.pods;

import dev.jibe.node.allocation.PodLimits;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The cgroups of pods, which runtimes make for their containers and leave behind: in every hierarchy of cgroup v1, or in
 * the one of v2.
 */
final class Cgroups {
    static final Cgroups SYSTEM = new Cgroups(Path.of("/sys/fs/cgroup"));

    private static final Log LOG = Log.of(Cgroups.class);

    private final Path root;

    Cgroups(Path root) {
        this.root = root;
    }

    private boolean isUnified() {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    private static String relative(String path) {
        return path.substring(1);
    }

    /**
     * Sets what all containers of a pod have together. What the machine has no hierarchy for is left out, and so is a
     * cgroup that is elsewhere because the runtime leaves cgroups to systemd.
     */
    void set(String path, PodLimits limits) throws IOException {
        if (isUnified()) {
            Path cgroup = root.resolve(relative(path));
            put(cgroup.resolve("cpu.weight"), weight(limits.cpuShares()));
            String quota = limits.cpuQuotaMicros() == 0 ? "max" : Long.toString(limits.cpuQuotaMicros());
            put(cgroup.resolve("cpu.max"), quota + " " + PodLimits.PERIOD_MICROS);
            put(cgroup.resolve("memory.max"), limits.memoryLimitBytes() == 0 ? "max" : limits.memoryLimitBytes() + "");
            return;
        }
        Path cpu = root.resolve("cpu").resolve(relative(path));
        put(cpu.resolve("cpu.shares"), Long.toString(limits.cpuShares()));
        put(cpu.resolve("cpu.cfs_period_us"), Long.toString(PodLimits.PERIOD_MICROS));
        put(
                cpu.resolve("cpu.cfs_quota_us"),
                Long.toString(limits.cpuQuotaMicros() == 0 ? -1 : limits.cpuQuotaMicros()));
        put(
                root.resolve("memory").resolve(relative(path)).resolve("memory.limit_in_bytes"),
                Long.toString(limits.memoryLimitBytes() == 0 ? -1 : limits.memoryLimitBytes()));
    }

    /** Shares 2 to 262144 as weights 1 to 10000, as runtimes convert them. */
    private static String weight(long shares) {
        return Long.toString(1 + (Math.clamp(shares, 2, 262_144) - 2) * 9999 / 262_142);
    }

    private static void put(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            LOG.debug("no such cgroup setting", "file", file);
        }
    }

    /** How much memory a pod uses; 0 if nobody knows. */
    long memoryBytes(String path) throws IOException {
        Path file = isUnified()
                ? root.resolve(relative(path)).resolve("memory.current")
                : root.resolve("memory").resolve(relative(path)).resolve("memory.usage_in_bytes");
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    void remove(String path) {
        removeAt(root.resolve(relative(path)));
        if (isUnified() || !Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path hierarchy : hierarchies) {
                removeAt(hierarchy.resolve(relative(path)));
            }
        } catch (IOException e) {
            LOG.debug("cannot list cgroups", "why", e.getMessage());
        }
    }

    private static void removeAt(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOG.debug("cannot remove cgroup", "path", directory, "why", e.getMessage());
        }
    }
}
