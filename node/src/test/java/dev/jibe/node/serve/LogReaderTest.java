package dev.jibe.node.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    private static final String LOG = """
        2026-01-01T00:00:01.000000000Z stdout F one
        2026-01-01T00:00:02.000000000Z stderr P two-
        2026-01-01T00:00:02.500000000Z stderr F half
        2026-01-01T00:00:03.000000000Z stdout F three
        """;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("0.log");
        Files.writeString(file, LOG);
    }

    private String read(LogReader.Options options) throws Exception {
        var out = new ByteArrayOutputStream();
        new LogReader(file, options, out::writeBytes).run(() -> false);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsAllWithPartialLinesJoined() throws Exception {
        assertEquals("one\ntwo-half\nthree\n", read(new LogReader.Options(false, -1, Instant.EPOCH, false, -1)));
    }

    @Test
    void readsTheTail() throws Exception {
        assertEquals("three\n", read(new LogReader.Options(false, 1, Instant.EPOCH, false, -1)));
        assertEquals("", read(new LogReader.Options(false, 0, Instant.EPOCH, false, -1)));
        assertEquals("one\ntwo-half\nthree\n", read(new LogReader.Options(false, 99, Instant.EPOCH, false, -1)));
    }

    @Test
    void readsSinceATimeWithTimes() throws Exception {
        var options = new LogReader.Options(false, -1, Instant.parse("2026-01-01T00:00:03Z"), true, -1);
        assertEquals("2026-01-01T00:00:03.000000000Z three\n", read(options));
    }

    @Test
    void stopsAtTheLimit() throws Exception {
        assertEquals("one\ntw", read(new LogReader.Options(false, -1, Instant.EPOCH, false, 6)));
    }

    @Test
    void tailOfALog() throws Exception {
        assertEquals("three\n", LogFile.tail(file, 1, 100));
        assertEquals("ee\n", LogFile.tail(file, 1, 3));
    }
}
