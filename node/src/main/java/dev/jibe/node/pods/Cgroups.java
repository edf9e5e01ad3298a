package dev.jibe.node.pods;

import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removal of pods' cgroups, which runtimes leave behind: in every hierarchy of cgroup v1, or in the one of v2. */
final class Cgroups {
    private static final Log LOG = Log.of(Cgroups.class);
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private Cgroups() {}

    static void remove(String path) {
        String relative = path.substring(1);
        removeAt(ROOT.resolve(relative));
        if (Files.exists(ROOT.resolve("cgroup.controllers")) || !Files.isDirectory(ROOT)) {
            return;
        }
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
            for (Path hierarchy : hierarchies) {
                removeAt(hierarchy.resolve(relative));
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
