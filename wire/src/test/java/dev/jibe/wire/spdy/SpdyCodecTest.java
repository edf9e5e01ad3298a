package dev.jibe.wire.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpdyCodecTest {

    private static final int CODECS = 1_000;
    private static final int BYTES = 30_000;

    @Test
    void framesWithoutAnEndDoNotKeepMemoryOfACodecThatIsClosed() throws Exception {
        var before = directBytes();
        for (int i = 0; i < CODECS; i++) {
            try (var codec = new SpdyCodec()) {
                assertEquals(List.of(), codec.decode(beginOfData(), BYTES));
                assertEquals(List.of(), codec.decode(new byte[BYTES], BYTES));
            }
        }
        var kept = directBytes() - before;
        assertTrue(kept < (long) CODECS * BYTES / 10, () -> kept + " bytes are kept");
    }

    /** A data frame of 16 MB, of which the codec waits for the first 64 KB. */
    private static byte[] beginOfData() {
        return ByteBuffer.allocate(BYTES).putInt(1).putInt(0x00ffffff).array();
    }

    private static long directBytes() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
