package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts from our settings: TLS 1.2 and 1.3 on the JDK's engine, for Netty. */
public final class TlsContexts {
    public static final String HTTP_2 = "h2";
    public static final String HTTP_1 = "http/1.1";

    /** AES-128 first: as strong as a P-256 key, and cheaper than AES-256 on every byte. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsContexts() {}

    public static SslContext server(TlsConfig config) throws WireException {
        try {
            var trust = new TrustManager[] {new AnyPeer(config.clientAuthorities())};
            return new JdkSslContext(
                    context(Optional.of(config.identity()), trust),
                    false,
                    CIPHERS,
                    SupportedCipherSuiteFilter.INSTANCE,
                    alpn(List.of(HTTP_2, HTTP_1)),
                    ClientAuth.OPTIONAL,
                    PROTOCOLS,
                    false);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new WireException("TLS settings of the server: " + e.getMessage(), e);
        }
    }

    /** A client's context that offers the given application protocols, best first. */
    public static SslContext client(ClientTls tls, List<String> protocols) throws WireException {
        var context = new JdkSslContext(
                jdkClient(tls),
                true,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                alpn(protocols),
                ClientAuth.NONE,
                PROTOCOLS,
                false);
        return new DelegatingSslContext(context) {
            @Override
            protected void initEngine(SSLEngine engine) {
                var parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
        };
    }

    /** The same for the JDK's own clients. */
    public static SSLContext jdkClient(ClientTls tls) throws WireException {
        try {
            return context(tls.identity(), trust(tls.trust()));
        } catch (GeneralSecurityException e) {
            throw new WireException("TLS settings of the client: " + e.getMessage(), e);
        }
    }

    /** Whom a client trusts; null is the JDK's usual. */
    private static TrustManager @Nullable [] trust(ClientTls.Trust trust) throws GeneralSecurityException {
        return switch (trust) {
            case ClientTls.Trust.Authorities(List<X509Certificate> certificates) -> {
                var anchors = certificates.stream()
                        .map(certificate -> new TrustAnchor(certificate, null))
                        .collect(Collectors.toUnmodifiableSet());
                var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
                parameters.setRevocationEnabled(false);
                var factory = TrustManagerFactory.getInstance("PKIX");
                factory.init(new CertPathTrustManagerParameters(parameters));
                yield factory.getTrustManagers();
            }
            case ClientTls.Trust.Anything() -> new TrustManager[] {new AnyPeer(List.of())};
            case ClientTls.Trust.Platform() -> null;
        };
    }

    private static SSLContext context(Optional<TlsIdentity> identity, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                identity.map(each -> new KeyManager[] {new OneIdentity(each)}).orElse(new KeyManager[0]), trust, null);
        return context;
    }

    private static ApplicationProtocolConfig alpn(List<String> protocols) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols);
    }
}
