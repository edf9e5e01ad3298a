package dev.jibe.node.volume;

import dev.jibe.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removal of what the node made for pods. */
public final class PodTrees {
    private PodTrees() {}

    /** Unmounts everything below a directory and removes it; what cannot be unmounted is never looked into. */
    public static void release(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path absolute = directory.toAbsolutePath().normalize();
        if (Files.exists(Path.of("/proc/self/mountinfo"))) {
            for (Path mount : Mounts.under(absolute)) {
                Mounts.unmount(mount);
            }
            if (!Mounts.under(absolute).isEmpty()) {
                throw new IOException("still mounted: " + Mounts.under(absolute));
            }
        }
        delete(absolute);
    }

    static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
