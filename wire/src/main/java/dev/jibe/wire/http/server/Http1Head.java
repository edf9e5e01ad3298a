package dev.jibe.wire.http.server;

import dev.jibe.wire.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Writes the head of an HTTP/1.1 response. */
final class Http1Head {
    private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    private Http1Head() {}

    static void statusLine(ByteBuf out, int status) {
        out.writeBytes(VERSION);
        out.writeCharSequence(HttpResponseStatus.valueOf(status).toString(), StandardCharsets.US_ASCII);
        newLine(out);
    }

    static void field(ByteBuf out, String name, String value) {
        out.writeCharSequence(name, StandardCharsets.ISO_8859_1);
        out.writeByte(':').writeByte(' ');
        out.writeCharSequence(value, StandardCharsets.UTF_8);
        newLine(out);
    }

    /** All fields but those of the connection. */
    static void fields(ByteBuf out, Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (!ResponseHeaders.isHopByHop(headers.name(i))) {
                field(out, headers.name(i), headers.value(i));
            }
        }
    }

    static void newLine(ByteBuf out) {
        out.writeByte('\r').writeByte('\n');
    }
}
