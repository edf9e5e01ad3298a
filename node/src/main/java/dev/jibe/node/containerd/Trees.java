package dev.jibe.node.containerd;

import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removal of directory trees; links are removed, never followed. */
final class Trees {
    private static final Log LOG = Log.of(Trees.class);

    private Trees() {}

    static void deleteQuietly(Path root) {
        try {
            if (Files.exists(root)) {
                Files.walkFileTree(root, new Deleting());
            }
        } catch (IOException e) {
            LOG.warn("cannot remove", e, "path", root);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
