package dev.jibe.jibe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which cluster is meant. */
final class DataOption {

    @Option(names = "--data-dir", paramLabel = "D", description = "where the cluster lives (default: ${DEFAULT-VALUE})")
    private @Nullable Path directory;

    /** {@code /var/lib/jibe} for root, the XDG data directory for everybody else. */
    Path path() {
        if (directory != null) {
            return directory.toAbsolutePath().normalize();
        }
        if (isRoot()) {
            return Path.of("/var/lib/jibe");
        }
        var xdg = System.getenv("XDG_DATA_HOME");
        var base = xdg == null || xdg.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(xdg);
        return base.resolve("jibe");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
