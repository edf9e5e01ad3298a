package dev.jibe.network.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsResponseCode;

/** Questions by TCP, which clients use when an answer is too long for a packet. Only the cluster's names are answered. */
@SuppressWarnings("FutureReturnValueIgnored") // An answer that cannot be sent is asked for again.
final class TcpHandler extends SimpleChannelInboundHandler<DnsQuery> {

    private final Answerer answerer;

    TcpHandler(Answerer answerer) {
        this.answerer = answerer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
        var response = new DefaultDnsResponse(query.id(), DnsOpCode.QUERY);
        if (!answerer.answer(query, response)) {
            Message.fill(response, query, DnsResponseCode.SERVFAIL);
        }
        context.writeAndFlush(response);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
