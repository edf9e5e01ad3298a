package dev.jibe.wire.http;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsConfig;
import dev.jibe.wire.tls.TlsContexts;
import dev.jibe.wire.tls.TlsIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** One authority and what it issued, for tests of servers and clients on loopback. */
public final class TestTls {
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final Duration DAY = Duration.ofDays(1);
    public final CertificateAuthority authority;
    public final TlsConfig server;

    public TestTls() throws WireException {
        var now = Clock.system().now().minusSeconds(60);
        authority = CertificateAuthority.create("test-ca", now, DAY, RANDOM);
        TlsIdentity identity = authority.issue(CertificateSpec.server(
                Subject.of("server"), AltNames.of(List.of("localhost"), List.of("127.0.0.1")), now, DAY));
        server = new TlsConfig(identity, List.of(authority.certificate()));
    }

    public TlsIdentity client(String user, String... groups) throws WireException {
        return authority.issue(CertificateSpec.client(
                Subject.of(user, groups), Clock.system().now().minusSeconds(60), DAY));
    }

    public ClientTls trusting() {
        return ClientTls.trusting(List.of(authority.certificate()));
    }

    /** For the JDK's own client. */
    public SSLContext context(ClientTls tls) throws WireException {
        return TlsContexts.jdkClient(tls);
    }
}
