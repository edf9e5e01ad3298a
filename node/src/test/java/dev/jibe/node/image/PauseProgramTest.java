package dev.jibe.node.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseProgramTest {

    @Test
    void waitsAndEndsWhenAsked(@TempDir Path directory) throws Exception {
        boolean fits = System.getProperty("os.name", "").equals("Linux")
                && System.getProperty("os.arch", "").equals("amd64");
        assumeTrue(fits, "the program is for Linux on x86-64");
        Path file = directory.resolve("pause");
        Files.write(file, PauseProgram.elf("amd64"));
        assertTrue(file.toFile().setExecutable(true));
        Process process = new ProcessBuilder(file.toString()).start();
        assertTrue(process.isAlive());
        await(process);
        process.destroy();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    /** Its handlers are in place when it sleeps. */
    private static void await(Process process) {
        Awaitility.await()
                .until(() -> Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                        .contains("State:\tS"));
    }

    @Test
    void bothArchitecturesAreSmall() {
        assertTrue(PauseProgram.elf("amd64").length < 512);
        assertTrue(PauseProgram.elf("arm64").length < 512);
        assertTrue(PauseImage.archive("arm64").length < 10_000);
    }
}
