package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/** Makes Netty's TLS contexts from our settings: TLS 1.2 and 1.3 on the JDK's engine. */
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

    private TlsContexts() {}

    public static SslContext server(TlsConfig config) throws WireException {
        try {
            return SslContextBuilder.forServer(
                            config.identity().key(), config.identity().chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .clientAuth(ClientAuth.OPTIONAL)
                    .trustManager(new AnyPeer(config.clientAuthorities()))
                    .applicationProtocolConfig(alpn(List.of(HTTP_2, HTTP_1)))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new WireException("TLS settings of the server: " + e.getMessage(), e);
        }
    }

    /** A client's context that offers the given application protocols, best first. */
    public static SslContext client(ClientTls tls, List<String> protocols) throws WireException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(alpn(protocols));
        switch (tls.trust()) {
            case ClientTls.Trust.Authorities(List<X509Certificate> certificates) -> builder.trustManager(certificates);
            case ClientTls.Trust.Anything() -> {
                builder.trustManager(new AnyPeer(List.of()));
                builder.endpointIdentificationAlgorithm(null);
            }
            case ClientTls.Trust.Platform() -> {}
        }
        tls.identity().ifPresent(identity -> builder.keyManager(identity.key(), identity.chain()));
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new WireException("TLS settings of the client: " + e.getMessage(), e);
        }
    }

    private static ApplicationProtocolConfig alpn(List<String> protocols) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols);
    }
}
