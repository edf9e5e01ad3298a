package dev.jibe.wire.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;

/** Flushes a connection behind all writes that wait on its event loop now: one system call for many responses. */
final class Flusher implements Runnable {
    private final ChannelHandlerContext context;
    private final EventLoop loop;
    private final Runnable flush;
    private boolean scheduled;

    Flusher(ChannelHandlerContext context, Runnable flush) {
        this.context = context;
        this.loop = context.channel().eventLoop();
        this.flush = flush;
    }

    void later() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        if (context.channel().isActive()) {
            flush.run();
        }
    }
}
