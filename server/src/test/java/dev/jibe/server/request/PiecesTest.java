package dev.jibe.server.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PiecesTest {

    @Test
    void allBytesComeInTheirOrder() {
        var random = new Random(1);
        var expected = new ByteArrayOutputStream();
        var pieces = new Pieces();
        for (int size : new int[] {0, 1, 128 << 10, 3, 1_000_000, 0, 7}) {
            var bytes = new byte[size];
            random.nextBytes(bytes);
            expected.writeBytes(bytes);
            pieces.add(bytes);
        }
        var all = new ByteArrayOutputStream();
        for (var piece : pieces.all()) {
            all.writeBytes(piece);
        }
        assertArrayEquals(expected.toByteArray(), all.toByteArray());
        assertEquals(
                128 << 10,
                Arrays.stream(pieces.all())
                        .mapToInt(piece -> piece.length)
                        .max()
                        .orElseThrow());
    }

    @Test
    void nothingIsOneEmptyPiece() {
        assertArrayEquals(new byte[][] {{}}, new Pieces().all());
    }
}
