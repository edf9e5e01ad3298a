package dev.jibe.node.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {

    @TempDir
    Path directory;

    private static Content content(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8), 0644);
    }

    private boolean write(Map<String, Content> files) throws IOException {
        return AtomicDirectory.write(directory, files, OptionalLong.empty());
    }

    @Test
    void filesAppearChangeAndGo() throws IOException {
        assertTrue(write(Map.of("a", content("1"), "sub/b", content("2"))));
        assertEquals("1", Files.readString(directory.resolve("a")));
        assertEquals("2", Files.readString(directory.resolve("sub/b")));
        assertTrue(write(Map.of("a", content("3"))));
        assertEquals("3", Files.readString(directory.resolve("a")));
        assertFalse(Files.exists(directory.resolve("sub")));
        assertTrue(Files.isSymbolicLink(directory.resolve("..data")));
    }

    @Test
    void writingTheSameChangesNothing() throws IOException {
        write(Map.of("a", content("1")));
        Path before = directory.resolve("..data").toRealPath();
        assertFalse(write(Map.of("a", content("1"))));
        assertEquals(before, directory.resolve("..data").toRealPath());
    }

    @Test
    void noPathLeadsOut() {
        assertThrows(IOException.class, () -> write(Map.of("../x", content("1"))));
    }
}
