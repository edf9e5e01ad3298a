package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A public key as X.509 has it (RFC 5280 4.1.2.7), with what has to be known of it to judge it.
 *
 * @param curve the common name of an elliptic key's curve; empty for other keys
 * @param bits of an RSA key's modulus, in whole bytes; 0 for other keys
 * @param key null if nobody here can use it
 */
public record PublicKeyInfo(
        Type type, String curve, int bits, @Nullable PublicKey key) {

    /** What kind of key it is. */
    public enum Type {
        ED25519,
        ECDSA,
        RSA,
        OTHER
    }

    /** Reads a SubjectPublicKeyInfo and nothing behind it. */
    public static PublicKeyInfo parse(byte[] der) throws WireException {
        var whole = new DerReader(der);
        var algorithm = whole.enter(Der.SEQUENCE).enter(Der.SEQUENCE);
        if (whole.hasMore()) {
            throw new WireException("public key: trailing data");
        }
        return switch (algorithm.oid()) {
            case Oids.ED25519 -> new PublicKeyInfo(Type.ED25519, "", 0, Keys.publicKey(der));
            case Oids.RSA -> rsa(Keys.publicKey(der));
            case Oids.EC -> elliptic(algorithm.oid(), der);
            default -> new PublicKeyInfo(Type.OTHER, "", 0, null);
        };
    }

    private static PublicKeyInfo rsa(PublicKey key) {
        int bits = key instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 * 8 : 0;
        return new PublicKeyInfo(Type.RSA, "", bits, key);
    }

    private static PublicKeyInfo elliptic(String curve, byte[] der) throws WireException {
        return switch (curve) {
            case "1.2.840.10045.3.1.7" -> new PublicKeyInfo(Type.ECDSA, "P-256", 0, Keys.publicKey(der));
            case "1.3.132.0.34" -> new PublicKeyInfo(Type.ECDSA, "P-384", 0, Keys.publicKey(der));
            case "1.3.132.0.35" -> new PublicKeyInfo(Type.ECDSA, "P-521", 0, Keys.publicKey(der));
            case "1.3.132.0.33" -> new PublicKeyInfo(Type.ECDSA, "P-224", 0, null);
            default -> throw new WireException("unsupported elliptic curve " + curve);
        };
    }

    /** Whether the key's owner has signed the message: ECDSA and RSA-PSS (RFC 8017 8.1) over SHA-256, or Ed25519. */
    public boolean proves(byte[] message, byte[] signature) {
        if (key == null) {
            return false;
        }
        try {
            return switch (type) {
                case ED25519 -> verifies("Ed25519", key, message, signature);
                case ECDSA -> verifies("SHA256withECDSA", key, message, signature);
                case RSA -> key instanceof RSAPublicKey rsa && PssSignature.isOf(rsa, message, signature);
                case OTHER -> false;
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(message);
        try {
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        }
    }

    /** Whether both are the same key. */
    public boolean isSame(PublicKey other) {
        if (key instanceof RSAPublicKey one && other instanceof RSAPublicKey two) {
            return one.getModulus().equals(two.getModulus())
                    && one.getPublicExponent().equals(two.getPublicExponent());
        }
        return key != null && Arrays.equals(key.getEncoded(), other.getEncoded());
    }
}
