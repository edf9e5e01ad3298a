package dev.jibe.server.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in cipher block chaining with padding and a random vector in front, as upstream's {@code aescbc} has it. */
final class AesCbc implements Sealer {

    private static final String WAY = "AES/CBC/PKCS5Padding";
    private static final int BLOCK_BYTES = 16;

    private final SecretKeySpec key;
    private final SecureRandom random;

    AesCbc(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    @Override
    public byte[] seal(byte[] plain, byte[] place) {
        var vector = new byte[BLOCK_BYTES];
        random.nextBytes(vector);
        try {
            var cipher = Cipher.getInstance(WAY);
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector));
            var sealed = Arrays.copyOf(vector, BLOCK_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, BLOCK_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new EncryptionException("aescbc: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, byte[] place) {
        if (sealed.length < 2 * BLOCK_BYTES || sealed.length % BLOCK_BYTES != 0) {
            throw new EncryptionException("aescbc: the stored data is not a multiple of the block size");
        }
        try {
            var cipher = Cipher.getInstance(WAY);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(sealed, 0, BLOCK_BYTES));
            return cipher.doFinal(sealed, BLOCK_BYTES, sealed.length - BLOCK_BYTES);
        } catch (GeneralSecurityException e) {
            throw new EncryptionException("aescbc: invalid padding on input", e);
        }
    }
}
