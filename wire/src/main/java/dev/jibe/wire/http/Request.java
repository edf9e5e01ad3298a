package dev.jibe.wire.http;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The head of a request as it came in. {@code path} is decoded, {@code rawPath} is not; {@code rawQuery} is what
 * follows the question mark, or empty. The client's certificates are not verified.
 */
public record Request(
        String method,
        String path,
        String rawPath,
        String rawQuery,
        Headers headers,
        HttpVersion version,
        InetSocketAddress remoteAddress,
        List<X509Certificate> peerCertificates) {

    /** Path and query as they came in. */
    public String target() {
        return rawQuery.isEmpty() ? rawPath : rawPath + "?" + rawQuery;
    }
}
