package dev.jibe.server.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in Galois/counter mode with a new key for each value, derived of a seed by HKDF (RFC 5869, the second half) and 32
 * random bytes that stand in front: so nonces need not be counted. See <a
 * href="https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/">KMS v2</a>.
 */
final class SeededGcm implements Sealer {

    static final int SEED_BYTES = 32;
    private static final int INFO_BYTES = 32;
    private static final String WAY = "HmacSHA256";

    private final SecretKeySpec seed;
    private final SecureRandom random;

    /** @throws KmsException if the seed is too short */
    SeededGcm(byte[] seed, SecureRandom random) {
        if (seed.length < SEED_BYTES) {
            throw new KmsException("invalid seed length " + seed.length + " used for key generation");
        }
        this.seed = new SecretKeySpec(seed, WAY);
        this.random = random;
    }

    private AesGcm derived(byte[] info) {
        try {
            var mac = Mac.getInstance(WAY);
            mac.init(seed);
            mac.update(info, 0, INFO_BYTES);
            // The first block of the expansion has all the bytes that are needed.
            mac.update((byte) 1);
            return new AesGcm(mac.doFinal(), random);
        } catch (GeneralSecurityException e) {
            throw new EncryptionException("failed to KDF expand seed with info: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] seal(byte[] plain, byte[] place) {
        var info = new byte[INFO_BYTES];
        random.nextBytes(info);
        var sealed = derived(info).seal(plain, place);
        var all = Arrays.copyOf(info, INFO_BYTES + sealed.length);
        System.arraycopy(sealed, 0, all, INFO_BYTES, sealed.length);
        return all;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] place) {
        if (sealed.length < INFO_BYTES) {
            throw new EncryptionException("the stored data was shorter than the required size");
        }
        return derived(sealed).open(Arrays.copyOfRange(sealed, INFO_BYTES, sealed.length), place);
    }
}
