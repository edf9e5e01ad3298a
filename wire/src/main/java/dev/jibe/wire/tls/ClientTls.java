package dev.jibe.wire.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** How a client speaks TLS: whom it trusts, who it is, and which name it expects of the server (empty: the host). */
public record ClientTls(Trust trust, Optional<TlsIdentity> identity, String serverName) {

    /** Whom a client trusts. */
    public sealed interface Trust {
        /** Any certificate that leads to one of these authorities and carries the server's name. */
        record Authorities(List<X509Certificate> certificates) implements Trust {
            public Authorities {
                certificates = List.copyOf(certificates);
            }
        }

        /** Whatever this JDK trusts. */
        record Platform() implements Trust {}

        /** Anything at all. */
        record Anything() implements Trust {}
    }

    public static ClientTls trusting(List<X509Certificate> authorities) {
        return new ClientTls(new Trust.Authorities(authorities), Optional.empty(), "");
    }

    public static ClientTls insecure() {
        return new ClientTls(new Trust.Anything(), Optional.empty(), "");
    }

    public static ClientTls platform() {
        return new ClientTls(new Trust.Platform(), Optional.empty(), "");
    }

    public ClientTls as(TlsIdentity client) {
        return new ClientTls(trust, Optional.of(client), serverName);
    }

    public ClientTls expecting(String name) {
        return new ClientTls(trust, identity, name);
    }
}
