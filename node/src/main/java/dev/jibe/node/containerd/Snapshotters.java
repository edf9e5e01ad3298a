package dev.jibe.node.containerd;

import dev.jibe.linux.mount.Mounts;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which way of stacking image layers works on a file system. */
final class Snapshotters {
    private static final Log LOG = Log.of(Snapshotters.class);

    private Snapshotters() {}

    /** {@code overlayfs} if a trial mount works below the directory, else {@code native}, which copies every file. */
    static String choose(Path directory) {
        Path trial = directory.resolve("overlay-trial");
        try {
            for (String part : new String[] {"lower", "upper", "work", "merged"}) {
                Files.createDirectories(trial.resolve(part));
            }
            String options = "lowerdir=" + trial.resolve("lower") + ",upperdir=" + trial.resolve("upper") + ",workdir="
                    + trial.resolve("work");
            Mounts.mount("overlay", trial.resolve("merged"), "overlay", 0, options);
            Mounts.unmount(trial.resolve("merged"));
            return "overlayfs";
        } catch (IOException e) {
            LOG.warn("no overlay file system here; images are copied", "directory", directory, "why", e.getMessage());
            return "native";
        } finally {
            Trees.deleteQuietly(trial);
        }
    }
}
