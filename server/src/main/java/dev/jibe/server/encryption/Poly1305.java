package dev.jibe.server.encryption;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The one-time authenticator Poly1305: a polynomial modulo 2^130-5, in five limbs of 26 bits.
 *
 * <p>See <a href="https://www.rfc-editor.org/rfc/rfc8439#section-2.5">RFC 8439, 2.5</a>.
 */
final class Poly1305 {

    static final int TAG_BYTES = 16;
    private static final int LIMBS = 5;
    private static final int LIMB_BITS = 26;
    private static final long MASK = (1L << LIMB_BITS) - 1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Poly1305() {}

    /**
     * The tag of a message.
     *
     * @param key the first 32 bytes are it; it must never be used for another message
     */
    static byte[] tag(byte[] key, byte[] message, int from) {
        var clamped = Arrays.copyOf(key, TAG_BYTES + 1);
        clamped[TAG_BYTES] = 0;
        for (int i = 0; i < 4; i++) {
            clamped[4 * i + 3] &= 15;
            if (i > 0) {
                clamped[4 * i] &= (byte) 252;
            }
        }
        var r = limbs(clamped);
        var h = new long[LIMBS];
        var block = new byte[TAG_BYTES + 1];
        for (int at = from; at < message.length; at += TAG_BYTES) {
            int length = Math.min(TAG_BYTES, message.length - at);
            Arrays.fill(block, (byte) 0);
            System.arraycopy(message, at, block, 0, length);
            block[length] = 1;
            var m = limbs(block);
            for (int i = 0; i < LIMBS; i++) {
                h[i] += m[i];
            }
            multiply(h, r);
        }
        return finish(h, key);
    }

    /** 17 bytes as limbs. */
    private static long[] limbs(byte[] bytes) {
        long[] words = new long[5];
        for (int i = 0; i < 4; i++) {
            words[i] = Integer.toUnsignedLong((int) INT.get(bytes, 4 * i));
        }
        words[4] = bytes[TAG_BYTES];
        var limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            int bit = i * LIMB_BITS;
            int word = bit / 32;
            long pair = words[word] | (word < 4 ? words[word + 1] << 32 : 0);
            limbs[i] = pair >>> (bit % 32) & MASK;
        }
        return limbs;
    }

    private static void multiply(long[] h, long[] r) {
        var product = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            for (int j = 0; j < LIMBS; j++) {
                // What is beyond 2^130 comes back five times.
                product[(i + j) % LIMBS] += h[i] * (i + j < LIMBS ? r[j] : 5 * r[j]);
            }
        }
        System.arraycopy(product, 0, h, 0, LIMBS);
        carry(h);
    }

    private static void carry(long[] h) {
        long carry = 0;
        for (int i = 0; i < LIMBS; i++) {
            h[i] += carry;
            carry = h[i] >>> LIMB_BITS;
            h[i] &= MASK;
        }
        h[0] += 5 * carry;
        h[1] += h[0] >>> LIMB_BITS;
        h[0] &= MASK;
    }

    private static byte[] finish(long[] h, byte[] key) {
        carry(h);
        carry(h);
        // The same less the modulus, if that is not negative.
        var less = h.clone();
        less[0] += 5;
        for (int i = 0; i < LIMBS - 1; i++) {
            less[i + 1] += less[i] >>> LIMB_BITS;
            less[i] &= MASK;
        }
        less[4] -= 1L << LIMB_BITS;
        long keep = less[4] >> 63;
        var tag = new byte[TAG_BYTES];
        long carried = 0;
        long bits = 0;
        int have = 0;
        int limb = 0;
        for (int i = 0; i < 4; i++) {
            while (have < 32) {
                long value = h[limb] & keep | less[limb] & ~keep & MASK;
                bits |= value << have;
                have += LIMB_BITS;
                limb++;
            }
            carried += (bits & 0xffffffffL) + Integer.toUnsignedLong((int) INT.get(key, TAG_BYTES + 4 * i));
            INT.set(tag, 4 * i, (int) carried);
            carried >>>= 32;
            bits >>>= 32;
            have -= 32;
        }
        return tag;
    }
}
