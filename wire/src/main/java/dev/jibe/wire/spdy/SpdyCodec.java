package dev.jibe.wire.spdy;

import dev.jibe.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * The framing and header compression of SPDY/3.1, by Netty's codec. The two directions have nothing in common, so that
 * one thread may decode while another encodes. What it holds (bytes of frames that are not complete, the state of
 * compression) is not the garbage collector's to free: it must be closed, when nobody uses it any more.
 */
final class SpdyCodec implements AutoCloseable {
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final int COMPRESSION_LEVEL = 6;
    private static final int WINDOW_BITS = 15;
    private static final int MEMORY_LEVEL = 8;

    private final EmbeddedChannel in = channel();
    private final EmbeddedChannel out = channel();

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new SpdyFrameCodec(
                SpdyVersion.SPDY_3_1,
                MAX_CHUNK_BYTES,
                MAX_HEADER_BYTES,
                COMPRESSION_LEVEL,
                WINDOW_BITS,
                MEMORY_LEVEL,
                false));
    }

    /** The frames that are complete with these bytes, none if any is wrong. Data frames must be released. */
    List<Object> decode(byte[] bytes, int length) throws WireException {
        List<Object> frames = new ArrayList<>(2);
        try {
            in.writeInbound(Unpooled.copiedBuffer(bytes, 0, length));
            Object frame;
            while ((frame = in.readInbound()) != null) {
                frames.add(frame);
            }
        } catch (Exception e) { // Netty throws some of its checked exceptions as if they were not.
            frames.forEach(ReferenceCountUtil::release);
            throw new WireException("spdy: " + e.getMessage(), e);
        }
        return frames;
    }

    byte[] encode(Object frame) {
        out.writeOutbound(frame);
        ByteBuf all = Unpooled.buffer();
        ByteBuf part;
        while ((part = out.readOutbound()) != null) {
            all.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    @Override
    public void close() {
        release(in);
        release(out);
    }

    private static void release(EmbeddedChannel channel) {
        try {
            channel.finishAndReleaseAll();
        } catch (Exception e) {
            // All is released; that the last frame had no end is nothing that anybody waits to hear.
        }
    }
}
