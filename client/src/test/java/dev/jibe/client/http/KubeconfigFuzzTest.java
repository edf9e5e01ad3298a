package dev.jibe.client.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Files that are to be a kubeconfig: refused with {@link IOException}, or they give access. */
final class KubeconfigFuzzTest {

    @TempDir
    static Path directory = Path.of("");

    @FuzzTest
    void file(byte[] data) throws IOException {
        var file = directory.resolve("config");
        Files.write(file, data);
        try {
            Kubeconfig.read(file).current();
        } catch (IOException refused) {
            return;
        }
    }
}
