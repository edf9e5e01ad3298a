package dev.jibe.jibe;

import dev.jibe.network.pods.PodRoutes;
import dev.jibe.network.proxy.ServiceProxy;
import dev.jibe.node.containerd.Containerd;
import dev.jibe.node.volume.PodTrees;
import dev.jibe.runtime.Clock;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes what a cluster has left in its data directory. */
final class Reset {

    private Reset() {}

    /** Ends what the cluster left running on this machine, then forgets what it kept. */
    static void everything(Path directory, Clock clock) throws IOException, InterruptedException {
        if (Files.isDirectory(directory.resolve("containerd"))) {
            Containerd.stopAll(directory, clock);
            ServiceProxy.remove(MachineNetwork.of(directory).table());
            PodRoutes.remove();
        }
        PodTrees.release(directory.resolve("pods"));
        clear(directory);
    }

    /** Deletes the directory's content, without following links or leaving its file system. */
    private static void clear(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        var home = Files.getFileStore(directory);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                return Files.getFileStore(dir).equals(home) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path dir, java.io.@org.jspecify.annotations.Nullable IOException failure) throws IOException {
                if (!dir.equals(directory)) {
                    Files.delete(dir);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
