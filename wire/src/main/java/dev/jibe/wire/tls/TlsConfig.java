package dev.jibe.wire.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How a server speaks TLS: who it is, and which authorities it names when it asks for a client certificate. The
 * handshake takes any client certificate or none; handlers judge it with a {@link CertificateVerifier}, so that a bad
 * one gets a 401 and not a broken connection.
 */
public record TlsConfig(TlsIdentity identity, List<X509Certificate> clientAuthorities) {

    public TlsConfig {
        clientAuthorities = List.copyOf(clientAuthorities);
    }
}
