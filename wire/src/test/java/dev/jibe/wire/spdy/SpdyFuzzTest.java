package dev.jibe.wire.spdy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.wire.WireException;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;

/** Frames of SPDY: decoded, or refused with {@link WireException}, in whatever pieces they come. */
final class SpdyFuzzTest {

    @FuzzTest
    void frames(byte[] data) {
        int half = data.length / 2;
        try (var codec = new SpdyCodec()) {
            codec.decode(data, half).forEach(ReferenceCountUtil::release);
            codec.decode(Arrays.copyOfRange(data, half, data.length), data.length - half)
                    .forEach(ReferenceCountUtil::release);
        } catch (WireException refused) {
            return;
        }
    }
}
