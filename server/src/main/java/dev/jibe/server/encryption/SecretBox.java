package dev.jibe.server.encryption;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * XSalsa20 and Poly1305 together, with a random nonce in front, as upstream's {@code secretbox} has it.
 *
 * <p>See D. J. Bernstein, <a href="https://cr.yp.to/highspeed/naclcrypto-20090310.pdf">Cryptography in NaCl</a>.
 */
final class SecretBox implements Sealer {

    private static final int PAD_BYTES = 32;

    private final byte[] key;
    private final SecureRandom random;

    SecretBox(byte[] key, SecureRandom random) {
        this.key = key.clone();
        this.random = random;
    }

    @Override
    public byte[] seal(byte[] plain, byte[] place) {
        var nonce = new byte[Salsa20.NONCE_BYTES];
        random.nextBytes(nonce);
        var box = box(key, nonce, plain);
        var sealed = Arrays.copyOf(nonce, nonce.length + box.length);
        System.arraycopy(box, 0, sealed, nonce.length, box.length);
        return sealed;
    }

    /** The tag and the cipher text: the stream's first bytes are the key of the tag. */
    static byte[] box(byte[] key, byte[] nonce, byte[] plain) {
        var stream = Salsa20.stream(key, nonce, PAD_BYTES + plain.length);
        var box = new byte[Poly1305.TAG_BYTES + plain.length];
        for (int i = 0; i < plain.length; i++) {
            box[Poly1305.TAG_BYTES + i] = (byte) (plain[i] ^ stream[PAD_BYTES + i]);
        }
        System.arraycopy(Poly1305.tag(stream, box, Poly1305.TAG_BYTES), 0, box, 0, Poly1305.TAG_BYTES);
        return box;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] place) {
        int head = Salsa20.NONCE_BYTES + Poly1305.TAG_BYTES;
        if (sealed.length < head) {
            throw new EncryptionException("secretbox: the stored data is shorter than a nonce");
        }
        var nonce = Arrays.copyOf(sealed, Salsa20.NONCE_BYTES);
        var stream = Salsa20.stream(key, nonce, PAD_BYTES + sealed.length - head);
        var tag = Poly1305.tag(stream, sealed, head);
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, Salsa20.NONCE_BYTES, head))) {
            throw new EncryptionException("secretbox: the stored data was not made by this key");
        }
        var plain = new byte[sealed.length - head];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (sealed[head + i] ^ stream[PAD_BYTES + i]);
        }
        return plain;
    }
}
