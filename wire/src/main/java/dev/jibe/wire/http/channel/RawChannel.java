package dev.jibe.wire.http.channel;

import dev.jibe.wire.WireException;
import dev.jibe.wire.http.RawConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** The last handler of a connection that was upgraded: a byte pipe with bounds in both directions. */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
public final class RawChannel extends ChannelInboundHandlerAdapter implements RawConnection {
    private static final int MAX_INBOUND_BYTES = 256 * 1024;
    private static final int MAX_OUTBOUND_BYTES = 256 * 1024;

    private static final long LINGER_MILLIS = 1_000;

    private final Channel channel;
    private final Inbound inbound = new Inbound(this::taken);
    private final WriteGate gate = new WriteGate(MAX_OUTBOUND_BYTES);
    private final Ending ending = new Ending();
    private volatile boolean paused;
    private boolean isLingering;

    public RawChannel(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof ByteBuf buffer && inbound.offer(ByteBufUtil.getBytes(buffer)) > MAX_INBOUND_BYTES) {
                paused = true;
                context.channel().config().setAutoRead(false);
                resume();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inbound.end();
        ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        inbound.fail(new WireException("the connection broke: " + cause.getMessage(), cause));
        context.close();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws WireException {
        return inbound.read(into, offset, length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws WireException {
        gate.enter(length);
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes, offset, length)).addListener(done -> {
            gate.leave(length);
            if (!done.isSuccess()) {
                channel.close();
            }
        });
    }

    @Override
    public boolean isOpen() {
        return gate.isOpen();
    }

    @Override
    public void onClose(Runnable callback) {
        ending.then(callback);
    }

    /**
     * Says that no more will come, and waits a moment for the peer to say the same: closing at once, while it still
     * sends, would make the kernel drop what is on its way to it.
     */
    @Override
    public void close() {
        gate.close();
        inbound.end();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
            SslHandler ssl = channel.pipeline().get(SslHandler.class);
            if (isLingering || !channel.isActive()) {
                return;
            }
            isLingering = true;
            channel.config().setAutoRead(true);
            channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            if (ssl != null) {
                ssl.closeOutbound();
            } else if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            context.close(); // The peer has said that no more will come.
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    /** Lets bytes in, whatever stopped them before the upgrade. */
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    private void ended() {
        gate.close();
        ending.happen();
    }

    private void taken(int bytes) {
        if (paused && inbound.buffered() <= MAX_INBOUND_BYTES / 2) {
            channel.eventLoop().execute(this::resume);
        }
    }

    /** In the event loop, as pausing is: one that came in the middle of it would be undone. */
    private void resume() {
        if (paused && inbound.buffered() <= MAX_INBOUND_BYTES / 2) {
            paused = false;
            channel.config().setAutoRead(true);
        }
    }
}
