package dev.jibe.wire.http.client;

import dev.jibe.wire.tls.ClientTls;
import java.net.URI;

/** What connections have in common that can stand in for one another. */
record Origin(String scheme, String host, int port, ClientTls tls) {

    static Origin of(URI uri, ClientTls tls) {
        boolean isTls = uri.getScheme().equals("https");
        int port = uri.getPort() < 0 ? (isTls ? 443 : 80) : uri.getPort();
        String host = uri.getHost();
        boolean isBracketed = host.startsWith("[");
        return new Origin(uri.getScheme(), isBracketed ? host.substring(1, host.length() - 1) : host, port, tls);
    }

    boolean isTls() {
        return scheme.equals("https");
    }
}
