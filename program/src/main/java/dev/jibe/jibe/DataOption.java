package dev.jibe.jibe;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** The option that says which cluster is meant. */
final class DataOption {

    static final Option OPTION = Arguments.value(
            "data-dir", "D", "where the cluster lives (default: /var/lib/jibe for root, else the XDG data directory)");

    private DataOption() {}

    /** {@code /var/lib/jibe} for root, the XDG data directory for everybody else. */
    static Path path(Arguments arguments) {
        return arguments
                .file(OPTION)
                .orElseGet(DataOption::usual)
                .toAbsolutePath()
                .normalize();
    }

    private static Path usual() {
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
