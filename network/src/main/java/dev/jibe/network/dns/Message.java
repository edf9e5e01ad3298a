package dev.jibe.network.dns;

import dev.jibe.network.dns.Answer.Address;
import dev.jibe.network.dns.Answer.Alias;
import dev.jibe.network.dns.Answer.Entry;
import dev.jibe.network.dns.Answer.Pointer;
import dev.jibe.network.dns.Answer.ServiceLocation;
import dev.jibe.network.dns.Answer.Text;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.nio.charset.StandardCharsets;

/** Turns answers into the records of the protocol. */
final class Message {

    /** Upstream's DNS lets answers live as long. */
    private static final int TTL_SECONDS = 5;

    private static final int QUESTION_ID = 0x4a49;
    private static final int RECURSION_DESIRED = 0x0100;

    private Message() {}

    static Zone.Type type(DnsRecordType type) {
        return switch (type.name()) {
            case "A" -> Zone.Type.A;
            case "AAAA" -> Zone.Type.AAAA;
            case "SRV" -> Zone.Type.SRV;
            case "PTR" -> Zone.Type.PTR;
            case "TXT" -> Zone.Type.TXT;
            case "CNAME" -> Zone.Type.CNAME;
            case "ANY" -> Zone.Type.ANY;
            default -> Zone.Type.OTHER;
        };
    }

    static void fill(DnsResponse response, DnsQuery query, DnsResponseCode code) {
        response.setRecursionDesired(query.isRecursionDesired());
        response.setRecursionAvailable(true);
        response.setCode(code);
        int questions = query.count(DnsSection.QUESTION);
        for (int i = 0; i < questions; i++) {
            DnsRecord question = query.recordAt(DnsSection.QUESTION, i);
            response.addRecord(DnsSection.QUESTION, question);
        }
    }

    static void addAnswer(DnsResponse response, Entry record) {
        response.setAuthoritativeAnswer(true);
        response.addRecord(DnsSection.ANSWER, record(record));
    }

    static void addAdditional(DnsResponse response, Entry record) {
        response.addRecord(DnsSection.ADDITIONAL, record(record));
    }

    /** A question for the addresses of a name, as a resolver sends it. */
    static byte[] question(String name) {
        var message = Unpooled.buffer();
        message.writeShort(QUESTION_ID).writeShort(RECURSION_DESIRED).writeShort(1);
        message.writeShort(0).writeShort(0).writeShort(0);
        message.writeBytes(name(name)).writeShort(DnsRecordType.A.intValue()).writeShort(DnsRecord.CLASS_IN);
        return ByteBufUtil.getBytes(message);
    }

    /** Whether a reply says that there is something, and what. */
    static boolean isPositive(byte[] reply) {
        return reply.length > 7 && (reply[3] & 0x0f) == 0 && (reply[6] != 0 || reply[7] != 0);
    }

    private static DnsRecord record(Entry record) {
        return switch (record) {
            case Address(String owner, String ipv4) -> raw(owner, DnsRecordType.A, address(ipv4));
            case Alias(String owner, String target) -> raw(owner, DnsRecordType.CNAME, name(target));
            case Pointer(String owner, String target) ->
                new DefaultDnsPtrRecord(owner + ".", DnsRecord.CLASS_IN, TTL_SECONDS, target + ".");
            case ServiceLocation(String owner, int port, String target) -> {
                var content = Unpooled.buffer();
                content.writeShort(0).writeShort(100).writeShort(port).writeBytes(name(target));
                yield raw(owner, DnsRecordType.SRV, content);
            }
            case Text(String owner, String text) -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                yield raw(
                        owner,
                        DnsRecordType.TXT,
                        Unpooled.buffer().writeByte(bytes.length).writeBytes(bytes));
            }
        };
    }

    private static DnsRecord raw(String owner, DnsRecordType type, ByteBuf content) {
        return new DefaultDnsRawRecord(owner + ".", type, TTL_SECONDS, content);
    }

    private static ByteBuf address(String ipv4) {
        var content = Unpooled.buffer(4);
        for (var part : ipv4.split("\\.", -1)) {
            content.writeByte(Integer.parseInt(part));
        }
        return content;
    }

    private static ByteBuf name(String name) {
        var content = Unpooled.buffer();
        for (var label : name.replaceAll("\\.$", "").split("\\.", -1)) {
            var bytes = label.getBytes(StandardCharsets.US_ASCII);
            content.writeByte(bytes.length).writeBytes(bytes);
        }
        return content.writeByte(0);
    }
}
