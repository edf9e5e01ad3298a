package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The check that a peer's certificate leads to one of the trusted authorities, was meant for the purpose and is valid
 * at a moment. Good answers are remembered for as long as they hold, since a server asks with every request.
 */
public final class CertificateVerifier {
    private static final int MAX_REMEMBERED = 4096;

    private final List<X509Certificate> authorities;
    private final Set<TrustAnchor> anchors;
    private final KeyPurpose purpose;
    private final ConcurrentHashMap<List<X509Certificate>, Window> remembered = new ConcurrentHashMap<>();

    /** From when until when a whole chain is valid. */
    private record Window(Instant from, Instant until) {
        boolean contains(Instant now) {
            return !now.isBefore(from) && !now.isAfter(until);
        }

        Window and(X509Certificate certificate) {
            Instant start = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            return new Window(start.isAfter(from) ? start : from, end.isBefore(until) ? end : until);
        }
    }

    public CertificateVerifier(List<X509Certificate> authorities, KeyPurpose purpose) {
        this.authorities = List.copyOf(authorities);
        this.purpose = purpose;
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    public List<X509Certificate> authorities() {
        return authorities;
    }

    /** Returns if the chain (the peer's own certificate first) is good at the moment; else says why not. */
    public void verify(List<X509Certificate> chain, Instant now) throws WireException {
        if (chain.isEmpty()) {
            throw new WireException("x509: no certificate");
        }
        Window known = remembered.get(chain);
        if (known != null && known.contains(now)) {
            return;
        }
        X509Certificate leaf = chain.getFirst();
        checkTime(leaf, now);
        Window window = path(chain, now);
        if (!window.contains(now)) {
            throw new WireException("x509: the certificate of an authority has expired or is not yet valid");
        }
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(List.copyOf(chain), window);
    }

    private static void checkTime(X509Certificate leaf, Instant now) throws WireException {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw new WireException(
                    "x509: certificate has expired or is not yet valid: current time " + now + " is before " + from);
        }
        if (now.isAfter(until)) {
            throw new WireException(
                    "x509: certificate has expired or is not yet valid: current time " + now + " is after " + until);
        }
    }

    private Window path(List<X509Certificate> chain, Instant now) throws WireException {
        if (anchors.isEmpty()) {
            throw new WireException("x509: certificate signed by unknown authority");
        }
        X509Certificate leaf = chain.getFirst();
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(purpose.oid()) && !purposes.contains("2.5.29.37.0")) {
                throw new WireException("x509: certificate specifies an incompatible key usage");
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            var result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            Window window = new Window(Instant.MIN, Instant.MAX)
                    .and(leaf)
                    .and(result.getTrustAnchor().getTrustedCert());
            for (Certificate certificate : result.getCertPath().getCertificates()) {
                window = window.and((X509Certificate) certificate);
            }
            return window;
        } catch (CertPathBuilderException e) {
            throw new WireException("x509: certificate signed by unknown authority", e);
        } catch (GeneralSecurityException e) {
            throw new WireException("x509: " + e.getMessage(), e);
        }
    }
}
