package dev.jibe.wire.http.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;

/** The digits of status codes, made once. */
final class StatusText {
    private StatusText() {}

    static AsciiString of(int status) {
        return HttpResponseStatus.valueOf(status).codeAsText();
    }
}
