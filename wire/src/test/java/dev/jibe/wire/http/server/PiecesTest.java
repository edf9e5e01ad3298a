package dev.jibe.wire.http.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class PiecesTest {

    @Test
    void allBytesComeInTheirOrder() {
        var random = new Random(1);
        var expected = new ByteArrayOutputStream();
        try (var pieces = new Pieces()) {
            var first = new byte[] {1, 2, 3};
            expected.writeBytes(first);
            for (int size : new int[] {0, 1, 128 << 10, 3, 1_000_000, 0, 7}) {
                var bytes = new byte[size];
                random.nextBytes(bytes);
                expected.writeBytes(bytes);
                pieces.add(bytes);
            }
            pieces.addFirst(first);
            assertArrayEquals(expected.toByteArray(), all(pieces));
            assertEquals(expected.size(), pieces.size());
        }
    }

    @Test
    void partsComeInTheirOrderHoweverTheyAreWrittenAndSplit() {
        var random = new Random(2);
        var expected = new ByteArrayOutputStream();
        var parts = new ArrayList<Consumer<Pieces>>();
        for (int size : new int[] {300_000, 5, 0, 1_000_000}) {
            var bytes = new byte[size];
            random.nextBytes(bytes);
            expected.writeBytes(bytes);
            parts.add(pieces -> pieces.add(bytes));
        }
        try (var together = Pieces.written(parts);
                var again = new Pieces()) {
            assertArrayEquals(expected.toByteArray(), all(together));
            var shares = together.split(3);
            assertEquals(3, shares.size());
            assertEquals(0, together.size());
            for (var share : shares) {
                assertTrue(share.size() > 200_000);
                again.append(share);
            }
            assertArrayEquals(expected.toByteArray(), all(again));
        }
    }

    @Test
    void nothingIsHeldIfAPartCannotBeWritten() throws Exception {
        var held = new CompletableFuture<Pieces>();
        var failure = assertThrows(
                IllegalStateException.class,
                () -> Pieces.written(List.of(
                        pieces -> {
                            throw new IllegalStateException("it cannot be written");
                        },
                        pieces -> {
                            pieces.add(new byte[10]);
                            held.complete(pieces);
                        })));
        assertEquals("it cannot be written", failure.getMessage());
        assertEquals(0, held.get().size());
    }

    private static byte[] all(Pieces pieces) {
        var all = new ByteArrayOutputStream();
        pieces.forEach(piece -> {
            var bytes = new byte[piece.remaining()];
            piece.get(bytes);
            all.writeBytes(bytes);
        });
        return all.toByteArray();
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
