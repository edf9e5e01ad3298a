package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process at random points while it acknowledges writes, again and again on the same files. */
final class KillTest {

    private static final int KILLS = 20;
    private static final int MAX_LINES = 4_000;

    private final long[] acknowledged = new long[KillChild.WRITERS];

    @TempDir
    private Path directory;

    @Test
    void whatAProcessAcknowledgedIsThereAfterItIsKilled() throws Exception {
        long seed = Long.getLong("jibe.seed", 7);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            runAndKill(1 + random.nextInt(MAX_LINES));
            verify();
        }
    }

    @Test
    void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
        Process child = start();
        try (BufferedReader lines = child.inputReader()) {
            assertNotNull(lines.readLine());
            var refusal = assertThrows(
                    StoreException.Unavailable.class,
                    () -> Store.open(KillChild.config(directory), Words.VALUES, Clock.system()));
            String message = String.valueOf(refusal.getMessage());
            assertTrue(message.contains("is in use by process " + child.pid() + ";"), message);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private void runAndKill(int afterLines) throws IOException, InterruptedException {
        Process child = start();
        try (BufferedReader lines = child.inputReader()) {
            for (int i = 0; i < afterLines; i++) {
                note(lines.readLine());
            }
            // Through the handle, because the process itself would close the stream.
            child.toHandle().destroyForcibly();
            // What it said before it died counts too, except for a last line that may be cut off.
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                if (next != null) {
                    note(line);
                }
                line = next;
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private void note(@Nullable String line) {
        assertNotNull(line, "the child ended by itself");
        String[] words = line.split(" ", -1);
        acknowledged[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
    }

    private void verify() {
        try (Store<Words> store = Store.open(KillChild.config(directory), Words.VALUES, Clock.system())) {
            for (int writer = 0; writer < KillChild.WRITERS; writer++) {
                Entry<Words> entry = store.latest().get("b", KillChild.key(writer));
                if (entry == null) {
                    assertEquals(0, acknowledged[writer]);
                    continue;
                }
                long found = KillChild.count(entry);
                long told = acknowledged[writer];
                // One more may have been written than was told: the one that was under way.
                assertTrue(found >= told, () -> "acknowledged " + told + ", found " + found);
                assertEquals(KillChild.value(found), entry.value().text());
            }
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
