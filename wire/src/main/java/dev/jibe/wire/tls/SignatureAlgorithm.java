package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;

/** A way to sign certificates and requests, with its X.509 identifier and its name in the JDK. */
enum SignatureAlgorithm {
    ECDSA_SHA256("1.2.840.10045.4.3.2", "SHA256withECDSA", false),
    ECDSA_SHA384("1.2.840.10045.4.3.3", "SHA384withECDSA", false),
    ECDSA_SHA512("1.2.840.10045.4.3.4", "SHA512withECDSA", false),
    RSA_SHA256("1.2.840.113549.1.1.11", "SHA256withRSA", true),
    RSA_SHA384("1.2.840.113549.1.1.12", "SHA384withRSA", true),
    RSA_SHA512("1.2.840.113549.1.1.13", "SHA512withRSA", true),
    ED25519(Oids.ED25519, "Ed25519", false);

    private final String oid;
    private final String jdkName;
    private final boolean hasNullParameters;

    SignatureAlgorithm(String oid, String jdkName, boolean hasNullParameters) {
        this.oid = oid;
        this.jdkName = jdkName;
        this.hasNullParameters = hasNullParameters;
    }

    static SignatureAlgorithm of(PrivateKey key) throws WireException {
        return switch (key.getAlgorithm()) {
            case "EC" ->
                key instanceof ECKey ec && ec.getParams().getOrder().bitLength() > 256 ? ECDSA_SHA384 : ECDSA_SHA256;
            case "RSA" -> RSA_SHA256;
            case "EdDSA", "Ed25519" -> ED25519;
            default -> throw new WireException("cannot sign with a key of type " + key.getAlgorithm());
        };
    }

    static SignatureAlgorithm of(String oid) throws WireException {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.oid.equals(oid)) {
                return algorithm;
            }
        }
        throw new WireException("unsupported signature algorithm " + oid);
    }

    byte[] identifier() {
        return hasNullParameters ? Der.sequence(Der.oid(oid), Der.nothing()) : Der.sequence(Der.oid(oid));
    }

    byte[] sign(PrivateKey key, byte[] message) throws WireException {
        try {
            Signature signature = Signature.getInstance(jdkName);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new WireException("cannot sign: " + e.getMessage(), e);
        }
    }

    boolean verify(PublicKey key, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(jdkName);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
