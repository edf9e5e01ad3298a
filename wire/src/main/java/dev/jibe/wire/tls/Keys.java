package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Making and reading of keys in their several encodings. */
public final class Keys {
    private Keys() {}

    /** A new P-256 key. */
    public static KeyPair generate(SecureRandom random) throws WireException {
        return generateElliptic("secp256r1", random);
    }

    /** A new key on a curve that the JDK has: {@code secp256r1}, {@code secp384r1} or {@code secp521r1}. */
    public static KeyPair generateElliptic(String curve, SecureRandom random) throws WireException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new WireException("cannot make a key on the curve " + curve + ": " + e.getMessage(), e);
        }
    }

    /** A new Ed25519 key. */
    public static KeyPair generateEdwards(SecureRandom random) throws WireException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new WireException("cannot make an Ed25519 key: " + e.getMessage(), e);
        }
    }

    /** A new RSA key, as token signers want it. */
    public static KeyPair generateRsa(int bits, SecureRandom random) throws WireException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new WireException("cannot make an RSA key: " + e.getMessage(), e);
        }
    }

    /** Reads a PKCS#8 key. */
    static PrivateKey pkcs8(byte[] der) throws WireException {
        DerReader info = new DerReader(der).enter(Der.SEQUENCE);
        info.integer();
        String algorithm = algorithm(info.enter(Der.SEQUENCE).oid());
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new WireException("unreadable private key: " + e.getMessage(), e);
        }
    }

    /** Reads an elliptic curve key as SEC 1 (RFC 5915) has it, by putting it into PKCS#8. */
    static PrivateKey sec1(byte[] der) throws WireException {
        DerReader key = new DerReader(der).enter(Der.SEQUENCE);
        byte[] version = key.raw();
        byte[] secret = key.raw();
        if (key.tag() != 0xa0) {
            throw new WireException("EC private key without the name of its curve");
        }
        byte[] curve = key.enter(0xa0).raw();
        return pkcs8(Der.sequence(
                Der.integer(0), Der.sequence(Der.oid(Oids.EC), curve), Der.octetString(Der.sequence(version, secret))));
    }

    /** An elliptic curve key as SEC 1 (RFC 5915) has it, with the name of its curve and its public half. */
    static byte[] toSec1(ECPrivateKey key, PublicKey publicKey) throws WireException {
        DerReader info = new DerReader(key.getEncoded()).enter(Der.SEQUENCE);
        info.integer();
        DerReader algorithm = info.enter(Der.SEQUENCE);
        algorithm.oid();
        byte[] curve = algorithm.raw();
        DerReader inner = new DerReader(info.content(Der.OCTET_STRING)).enter(Der.SEQUENCE);
        DerReader publicInfo = new DerReader(publicKey.getEncoded()).enter(Der.SEQUENCE);
        publicInfo.skip();
        return Der.sequence(inner.raw(), inner.raw(), Der.tagged(0, curve), Der.tagged(1, publicInfo.raw()));
    }

    /** Reads an RSA key as PKCS#1 has it, by putting it into PKCS#8. */
    static PrivateKey pkcs1(byte[] der) throws WireException {
        return pkcs8(
                Der.sequence(Der.integer(0), Der.sequence(Der.oid(Oids.RSA), Der.nothing()), Der.octetString(der)));
    }

    /** Reads a SubjectPublicKeyInfo. */
    static PublicKey publicKey(byte[] der) throws WireException {
        String algorithm = algorithm(
                new DerReader(der).enter(Der.SEQUENCE).enter(Der.SEQUENCE).oid());
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new WireException("unreadable public key: " + e.getMessage(), e);
        }
    }

    private static String algorithm(String oid) throws WireException {
        return switch (oid) {
            case Oids.RSA -> "RSA";
            case Oids.EC -> "EC";
            case Oids.ED25519 -> "Ed25519";
            default -> throw new WireException("unsupported key type " + oid);
        };
    }
}
