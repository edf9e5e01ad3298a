package dev.jibe.jibe;

import java.nio.file.Path;
import java.util.Optional;
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
        var home = variable("HOME").orElse(System.getProperty("user.home"));
        return variable("XDG_DATA_HOME")
                .map(Path::of)
                .orElse(Path.of(home, ".local", "share"))
                .resolve("jibe");
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
