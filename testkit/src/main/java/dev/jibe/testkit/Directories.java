package dev.jibe.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Directories that last as long as a cluster. */
final class Directories {

    private Directories() {}

    static Path create() {
        try {
            return Files.createTempDirectory("jibe");
        } catch (IOException e) {
            throw new TestkitException("cannot make a temporary directory: " + e.getMessage(), e);
        }
    }

    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TestkitException("cannot delete " + directory + ": " + e.getMessage(), e);
        }
    }
}
