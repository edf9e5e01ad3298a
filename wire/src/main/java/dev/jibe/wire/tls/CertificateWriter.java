package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The encoder of X.509 version 3 certificates (RFC 5280). */
final class CertificateWriter {
    private CertificateWriter() {}

    static X509Certificate authority(CertificateSpec spec, PublicKey publicKey, PrivateKey signer, BigInteger serial)
            throws WireException {
        byte[] keyId = keyId(publicKey);
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(Oids.KEY_USAGE, true, Der.bitString(new byte[] {(byte) 0xa4}, 2)));
        extensions.add(extension(Oids.BASIC_CONSTRAINTS, true, Der.sequence(Der.bool(true))));
        extensions.add(extension(Oids.SUBJECT_KEY_ID, false, Der.octetString(keyId)));
        return sign(spec, spec.subject().encoded(), publicKey, signer, serial, extensions);
    }

    static X509Certificate leaf(
            CertificateSpec spec, PublicKey publicKey, X509Certificate issuer, PrivateKey signer, BigInteger serial)
            throws WireException {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(Oids.KEY_USAGE, true, Der.bitString(new byte[] {(byte) 0xa0}, 5)));
        if (!spec.purposes().isEmpty()) {
            byte[][] purposes = Arrays.stream(KeyPurpose.values())
                    .filter(spec.purposes()::contains)
                    .map(purpose -> Der.oid(purpose.oid()))
                    .toArray(byte[][]::new);
            extensions.add(extension(Oids.EXTENDED_KEY_USAGE, false, Der.sequence(purposes)));
        }
        extensions.add(extension(Oids.BASIC_CONSTRAINTS, true, Der.sequence()));
        extensions.add(extension(
                Oids.AUTHORITY_KEY_ID, false, Der.sequence(Der.taggedPrimitive(0, keyId(issuer.getPublicKey())))));
        if (!spec.altNames().isEmpty()) {
            extensions.add(
                    extension(Oids.SUBJECT_ALT_NAME, false, spec.altNames().encoded()));
        }
        return sign(spec, issuer.getSubjectX500Principal().getEncoded(), publicKey, signer, serial, extensions);
    }

    static X509Certificate read(byte[] der) throws WireException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new WireException("not a certificate: " + e.getMessage(), e);
        }
    }

    private static X509Certificate sign(
            CertificateSpec spec,
            byte[] issuer,
            PublicKey publicKey,
            PrivateKey signer,
            BigInteger serial,
            List<byte[]> extensions)
            throws WireException {
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(signer);
        byte[] body = Der.sequence(
                Der.tagged(0, Der.integer(2)),
                Der.integer(serial),
                algorithm.identifier(),
                issuer,
                Der.sequence(Der.time(spec.notBefore()), Der.time(spec.notAfter())),
                spec.subject().encoded(),
                publicKey.getEncoded(),
                Der.tagged(3, Der.sequence(extensions.toArray(byte[][]::new))));
        byte[] signature = algorithm.sign(signer, body);
        return read(Der.sequence(body, algorithm.identifier(), Der.bitString(signature, 0)));
    }

    static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octetString(value))
                : Der.sequence(Der.oid(oid), Der.octetString(value));
    }

    /** The identifier of a key: SHA-1 over its bits, the first method of RFC 5280 4.2.1.2. */
    private static byte[] keyId(PublicKey key) throws WireException {
        DerReader info = new DerReader(key.getEncoded()).enter(Der.SEQUENCE);
        info.skip();
        try {
            return MessageDigest.getInstance("SHA-1").digest(info.bitString());
        } catch (GeneralSecurityException e) {
            throw new WireException("no SHA-1 in this JDK", e);
        }
    }
}
