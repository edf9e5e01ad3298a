package dev.jibe.network.dns;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DnsResponseCode;

/** Questions by UDP. What is asked on keeps its bytes, so that nothing of it is lost in translation. */
@SuppressWarnings("FutureReturnValueIgnored") // An answer that cannot be sent is asked for again.
final class UdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {

    private final Answerer answerer;

    UdpHandler(Answerer answerer) {
        this.answerer = answerer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        var question = ByteBufUtil.getBytes(packet.content());
        var codec = new EmbeddedChannel(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder());
        codec.writeInbound(packet.retain());
        DatagramDnsQuery query = codec.readInbound();
        try {
            var response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            if (answerer.answer(query, response)) {
                codec.writeOutbound(response);
                context.writeAndFlush(codec.<DatagramPacket>readOutbound());
                return;
            }
            if (!answerer.forwarded().tryAcquire()) {
                Message.fill(response, query, DnsResponseCode.SERVFAIL);
                codec.writeOutbound(response);
                context.writeAndFlush(codec.<DatagramPacket>readOutbound());
                return;
            }
            var sender = query.sender();
            Thread.startVirtualThread(() -> {
                try {
                    var answer = answerer.resolver().ask(question).orElseGet(() -> failed(question));
                    context.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(answer), sender));
                } finally {
                    answerer.forwarded().release();
                }
            });
        } finally {
            query.release();
        }
    }

    /** The question, marked as an answer that there is none. */
    static byte[] failed(byte[] question) {
        var answer = question.clone();
        answer[2] = (byte) (answer[2] | 0x80);
        answer[3] = (byte) (0x80 | DnsResponseCode.SERVFAIL.intValue());
        return answer;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A malformed packet; there is nobody to tell.
    }
}
