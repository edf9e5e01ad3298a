package dev.jibe.runtime.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTest {

    private static final Instant TIME = Instant.parse("2026-05-04T08:15:00.123Z");

    @Test
    void aLineIsMessageAndPairs() {
        assertEquals(
                "2026-05-04T08:15:00.123Z INFO store.Store opened revision=7 path=\"a b\" empty=\"\"\n",
                LogLine.of(TIME, Level.INFO, "store.Store", "opened", null, "revision", 7, "path", "a b", "empty", ""));
    }

    @Test
    void aValueCannotForgeALine() {
        String line = LogLine.of(TIME, Level.WARN, "s", "m", null, "name", "x\n2026 ERROR \"fake\"");
        assertEquals(1, line.lines().count());
        assertTrue(line.contains("name=\"x\\n2026 ERROR \\\"fake\\\"\""), line);
    }

    @Test
    void aLongValueIsCut() {
        String line = LogLine.of(TIME, Level.WARN, "s", "m", null, "body", "x".repeat(1_000_000));
        assertTrue(line.length() < 2_200, () -> "length " + line.length());
    }

    @Test
    void aFailureFollowsIndented() {
        String line = LogLine.of(TIME, Level.ERROR, "s", "m", new IOException("no space"));
        assertTrue(line.startsWith("2026-05-04T08:15:00.123Z ERROR s m failure=\"java.io.IOException: no space\"\n"));
        assertTrue(line.lines().skip(1).allMatch(l -> l.startsWith("    ")), line);
    }

    @Test
    void anInterruptedThreadLeavesTheFileOpen(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("jibe.log");
        LogOutput output = LogOutput.toFile(file, 100);
        Thread.ofVirtual()
                .start(() -> {
                    Thread.currentThread().interrupt();
                    output.write("interrupted\n");
                })
                .join();
        output.write("another\n");
        assertEquals("interrupted\nanother\n", Files.readString(file));
    }

    @Test
    void theFileTurnsAtItsLimit(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("jibe.log");
        LogOutput output = LogOutput.toFile(file, 100);
        for (int i = 0; i < 20; i++) {
            output.write("line number " + i + " of this file\n");
        }
        assertTrue(Files.size(file) <= 100);
        assertTrue(Files.size(directory.resolve("jibe.log.1")) <= 100);
        assertTrue(Files.readString(file).endsWith("line number 19 of this file\n"));
    }
}
