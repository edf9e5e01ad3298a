package dev.jibe.wire.http.server;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/** What all requests of a connection have in common. */
record ConnectionContext(
        ServerConfig config,
        Handler handler,
        Held held,
        DateHeader date,
        InetSocketAddress remoteAddress,
        List<X509Certificate> peerCertificates) {}
