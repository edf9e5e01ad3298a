package dev.jibe.wire.http.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.cert.CertPathBuilderException;
import java.util.Objects;

/** Why there is no connection, in the words of Go, which people who run clusters know and search for. */
final class DialFailure {

    private DialFailure() {}

    static String ofConnecting(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException _ -> "i/o timeout";
            case NoRouteToHostException _ -> "connect: no route to host";
            case ConnectException _ -> "connect: connection refused";
            default -> said(cause);
        };
    }

    static String ofHandshake(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SslHandshakeTimeoutException) {
                return "net/http: TLS handshake timeout";
            }
            if (cause instanceof CertPathBuilderException) {
                return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
            }
        }
        return "tls: " + said(failure);
    }

    private static String said(Throwable failure) {
        return Objects.requireNonNullElseGet(failure.getMessage(), failure::toString);
    }
}
