package dev.jibe.wire.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;

/** What a client sends over a connection before it goes away: the connection ends with it, and so does every handler. */
final class HttpFuzzTest {

    private static final int PATIENCE_SECONDS = 10;
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final EventLoopGroup LOOP =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("fuzz", true), LocalIoHandler.newFactory());
    private static final BlockingQueue<Channel> ACCEPTED = new ArrayBlockingQueue<>(1);

    /** This test and all handlers that run. */
    private static final Phaser RUNNING = new Phaser(1);

    private static final LocalAddress HTTP_1 = listen("http1", false);
    private static final LocalAddress HTTP_2 = listen("http2", true);

    private static LocalAddress listen(String name, boolean isSecond) {
        var config =
                ServerConfig.cleartext("localhost", 0, Clock.system()).with(Limits.DEFAULT.withMaxHeaderBytes(4096));
        var shared = new ConnectionContext(
                config,
                HttpFuzzTest::answer,
                new Held(config.limits().maxHeldBytes(), config.limits().requestTimeout(), config.clock()),
                new DateHeader(config.clock()),
                InetSocketAddress.createUnresolved("client", 1),
                List.of());
        var address = new LocalAddress(name);
        new ServerBootstrap()
                .group(LOOP)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (isSecond) {
                            channel.pipeline().addLast(Http2ServerBuilder.create(shared, 100));
                        } else {
                            var decoder = new HttpDecoderConfig()
                                    .setMaxInitialLineLength(4096)
                                    .setMaxHeaderSize(4096);
                            channel.pipeline().addLast(new HttpRequestDecoder(decoder), new Http1Connection(shared));
                        }
                        ACCEPTED.add(channel);
                    }
                })
                .bind(address)
                .syncUninterruptibly();
        return address;
    }

    private static void answer(Exchange exchange) throws Exception {
        RUNNING.register();
        try {
            exchange.respond(200, Headers.EMPTY, exchange.body(1000));
        } finally {
            RUNNING.arriveAndDeregister();
        }
    }

    @FuzzTest
    void http1(byte[] data) throws InterruptedException {
        send(HTTP_1, data);
    }

    /** After the preface and a client's settings. */
    @FuzzTest
    void http2(byte[] data) throws InterruptedException {
        var preface = Http2CodecUtil.connectionPrefaceBuf();
        byte[] all = new byte[preface.readableBytes() + SETTINGS.length + data.length];
        int length = preface.readableBytes();
        preface.readBytes(all, 0, length);
        System.arraycopy(SETTINGS, 0, all, length, SETTINGS.length);
        System.arraycopy(data, 0, all, length + SETTINGS.length, data.length);
        send(HTTP_2, all);
    }

    private static void send(LocalAddress to, byte[] bytes) throws InterruptedException {
        var client = new Bootstrap()
                .group(LOOP)
                .channel(LocalChannel.class)
                .handler(new Ignoring())
                .connect(to)
                .sync()
                .channel();
        var served = ACCEPTED.take();
        client.writeAndFlush(Unpooled.wrappedBuffer(bytes)).await();
        client.close().await();
        assertTrue(served.closeFuture().await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the connection stays open");
        int phase = RUNNING.arrive();
        try {
            RUNNING.awaitAdvanceInterruptibly(phase, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            assertEquals(1, RUNNING.getRegisteredParties(), "handlers that do not end");
        }
    }

    /** Lets go of all that is answered. */
    private static final class Ignoring extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The server has closed first.
        }
    }
}
