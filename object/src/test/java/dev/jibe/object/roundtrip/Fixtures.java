package dev.jibe.object.roundtrip;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The published round-trip objects, one of each kind: {@code <group>.<version>.<Kind>.json}, {@code .yaml} and {@code .pb}.
 *
 * <p>They are no part of the project. The system property {@code jibe.fixtures} or the environment variable {@code
 * JIBE_FIXTURES} names the archive ({@code .tar.gz}); otherwise it is looked for beside the project.
 */
final class Fixtures {
    private static final String BESIDE = "shared/oracle/fixtures/roundtrip.tar.gz";
    private static final int BLOCK_BYTES = 512;

    private Fixtures() {}

    static @Nullable Path archive() {
        String named = System.getProperty("jibe.fixtures", System.getenv().getOrDefault("JIBE_FIXTURES", ""));
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve(BESIDE);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** The files of the archive by name, without directories. */
    static Map<String, byte[]> read(Path archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            bytes = in.readAllBytes();
        }
        InputStream tar = new ByteArrayInputStream(bytes);
        for (byte[] header = tar.readNBytes(BLOCK_BYTES);
                header.length == BLOCK_BYTES && header[0] != 0;
                header = tar.readNBytes(BLOCK_BYTES)) {
            String name = text(header, 0, 100);
            int size = Integer.parseInt(text(header, 124, 11).strip(), 8);
            byte[] content = tar.readNBytes(size);
            tar.skipNBytes((BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES);
            if (header[156] == '0') {
                files.put(name.substring(name.lastIndexOf('/') + 1), content);
            }
        }
        return files;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
