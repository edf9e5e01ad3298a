package dev.jibe.schema;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A hash over all that the output depends on: the generator itself with its overlay, and the jars it reads. */
record Stamp(Path file, String hash) {

    static Stamp of(Path file, String classPath) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String element : classPath.split(File.pathSeparator, -1)) {
                Path path = Path.of(element);
                if (Files.isDirectory(path)) {
                    try (Stream<Path> files = Files.walk(path)) {
                        for (Path part :
                                files.filter(Files::isRegularFile).sorted().toList()) {
                            digest.update(Files.readAllBytes(part));
                        }
                    }
                } else if (Files.exists(path)) {
                    // A released jar never changes under its name.
                    String identity = path.getFileName() + ":" + Files.size(path);
                    digest.update(identity.getBytes(StandardCharsets.UTF_8));
                }
            }
            return new Stamp(file, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new SchemaException("every JDK has it", e);
        }
    }

    boolean isCurrent() throws IOException {
        return Files.exists(file) && Files.readString(file).equals(hash);
    }

    void write() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, hash);
    }
}
