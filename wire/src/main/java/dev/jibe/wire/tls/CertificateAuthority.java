package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A key that signs certificates, and the certificate that others trust it by. */
public final class CertificateAuthority {
    private static final int SERIAL_BITS = 127;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SecureRandom random;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, SecureRandom random) {
        this.certificate = certificate;
        this.key = key;
        this.random = random;
    }

    /** A new self-signed authority with a P-256 key. */
    public static CertificateAuthority create(String commonName, Instant from, Duration validity, SecureRandom random)
            throws WireException {
        KeyPair pair = Keys.generate(random);
        var spec = new CertificateSpec(Subject.of(commonName), AltNames.NONE, Set.of(), from, from.plus(validity));
        X509Certificate certificate =
                CertificateWriter.authority(spec, pair.getPublic(), pair.getPrivate(), serial(random));
        return new CertificateAuthority(certificate, pair.getPrivate(), random);
    }

    /** An authority that was made before. */
    public static CertificateAuthority of(TlsIdentity identity, SecureRandom random) throws WireException {
        if (identity.certificate().getBasicConstraints() < 0) {
            throw new WireException("not the certificate of an authority: "
                    + identity.certificate().getSubjectX500Principal().getName());
        }
        return new CertificateAuthority(identity.certificate(), identity.key(), random);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's own certificate and key, to be kept. */
    public TlsIdentity identity() {
        return new TlsIdentity(List.of(certificate), key);
    }

    /** A new key with a certificate for it. */
    public TlsIdentity issue(CertificateSpec spec) throws WireException {
        KeyPair pair = Keys.generate(random);
        return new TlsIdentity(List.of(sign(pair.getPublic(), spec)), pair.getPrivate());
    }

    /** A certificate for somebody else's key. */
    public X509Certificate sign(PublicKey publicKey, CertificateSpec spec) throws WireException {
        return CertificateWriter.leaf(spec, publicKey, certificate, key, serial(random));
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }
}
