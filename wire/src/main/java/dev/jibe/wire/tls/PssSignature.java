package dev.jibe.wire.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * Signatures of RSASSA-PSS over SHA-256 (RFC 8017 9.1.2) whose salt may be of any length: the JDK's own check wants to be
 * told that length.
 */
final class PssSignature {

    private static final int TRAILER = 0xbc;
    private static final int PADDING = 8;

    private PssSignature() {}

    static boolean isOf(RSAPublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        int keyBytes = (key.getModulus().bitLength() + 7) / 8;
        var number = new BigInteger(1, signature);
        if (signature.length != keyBytes || number.compareTo(key.getModulus()) >= 0) {
            return false;
        }
        int bits = key.getModulus().bitLength() - 1;
        var encoded = encoded(number.modPow(key.getPublicExponent(), key.getModulus()), (bits + 7) / 8);
        return encoded.length > 0 && verify(sha256(message), encoded, 8 * encoded.length - bits);
    }

    /** The number in so many bytes; nothing if it does not fit. */
    private static byte[] encoded(BigInteger number, int bytes) {
        var own = number.toByteArray();
        int from = own.length > 1 && own[0] == 0 ? 1 : 0;
        if (own.length - from > bytes) {
            return new byte[0];
        }
        var padded = new byte[bytes];
        System.arraycopy(own, from, padded, bytes - (own.length - from), own.length - from);
        return padded;
    }

    /** @param unused how many of the first bits carry nothing */
    private static boolean verify(byte[] hash, byte[] encoded, int unused) throws GeneralSecurityException {
        int length = encoded.length - hash.length - 1;
        if (length < 1 || (encoded[encoded.length - 1] & 0xff) != TRAILER || (encoded[0] & 0xff) >> 8 - unused != 0) {
            return false;
        }
        var mark = Arrays.copyOfRange(encoded, length, length + hash.length);
        var block = mask(mark, length);
        for (int i = 0; i < length; i++) {
            block[i] ^= encoded[i];
        }
        block[0] &= (byte) (0xff >> unused);
        int at = 0;
        while (at < length && block[at] == 0) {
            at++;
        }
        if (at == length || block[at] != 1) {
            return false;
        }
        var salt = Arrays.copyOfRange(block, at + 1, length);
        return MessageDigest.isEqual(mark, sha256(new byte[PADDING], hash, salt));
    }

    /** MGF1 (RFC 8017 B.2.1). */
    private static byte[] mask(byte[] seed, int length) throws GeneralSecurityException {
        var mask = new byte[length];
        int at = 0;
        for (int counter = 0; at < length; counter++) {
            var part = sha256(seed, new byte[] {
                (byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
            });
            int count = Math.min(part.length, length - at);
            System.arraycopy(part, 0, mask, at, count);
            at += count;
        }
        return mask;
    }

    private static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        for (var part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
