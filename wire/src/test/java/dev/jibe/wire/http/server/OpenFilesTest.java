package dev.jibe.wire.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class OpenFilesTest {

    @Test
    void connectionsAreBoundedByFilesAndByMemory() {
        assertEquals(896, OpenFiles.connections(1024, 4L << 30));
        assertEquals(17_500, OpenFiles.connections(20_000, 4L << 30));
        assertEquals(8192, OpenFiles.connections(1 << 20, 256L << 20));
        assertEquals(1, OpenFiles.connections(1, 1));
    }
}
