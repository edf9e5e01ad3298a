package dev.jibe.wire.http.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PiecesTest {

    @Test
    void allBytesComeInTheirOrder() throws IOException {
        var random = new Random(1);
        var expected = new ByteArrayOutputStream();
        try (var pieces = new Pieces()) {
            var first = new byte[] {1, 2, 3};
            expected.writeBytes(first);
            for (int size : new int[] {0, 1, 128 << 10, 3, 1_000_000, 0, 7}) {
                var bytes = new byte[size];
                random.nextBytes(bytes);
                expected.writeBytes(bytes);
                pieces.end().write(bytes);
            }
            pieces.addFirst(first);
            var all = new ByteArrayOutputStream();
            pieces.copyTo(all);
            assertArrayEquals(expected.toByteArray(), all.toByteArray());
            assertEquals(all.size(), pieces.size());
        }
    }

    @Test
    void whatIsTakenIsThereOnceAndInPiecesOfModerateSize() {
        List<ByteBuf> taken;
        try (var pieces = Pieces.of(new byte[1_000_000])) {
            taken = pieces.take();
            assertEquals(0, pieces.size());
        }
        int bytes = 0;
        for (var piece : taken) {
            assertTrue(piece.readableBytes() <= Pieces.PIECE_BYTES);
            assertEquals(1, piece.refCnt(), "it belongs to whoever has taken it");
            bytes += piece.readableBytes();
            piece.release();
        }
        assertEquals(1_000_000, bytes);
    }

    @Test
    void nothingIsHeldOfWhatCouldNotBeWritten() {
        var held = new ArrayList<Pieces>();
        assertThrows(
                IllegalStateException.class,
                () -> Pieces.written(pieces -> {
                    held.add(pieces);
                    pieces.add(new byte[10]);
                    throw new IllegalStateException("it cannot be written");
                }));
        assertEquals(0, held.getFirst().size());
    }
}
