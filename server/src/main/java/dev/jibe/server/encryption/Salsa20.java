package dev.jibe.server.encryption;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The stream cipher XSalsa20: Salsa20 with a nonce of 24 bytes.
 *
 * <p>See D. J. Bernstein, <a href="https://cr.yp.to/snuffle/xsalsa-20110204.pdf">Extending the Salsa20 nonce</a>.
 */
final class Salsa20 {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 24;
    private static final int BLOCK_BYTES = 64;
    private static final int DOUBLE_ROUNDS = 10;
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int[] ROUND_SHIFTS = {7, 9, 13, 18};

    /** The words of one quarter round each: first those of the columns, then those of the rows. */
    private static final int[][] QUARTERS = {
        {0, 4, 8, 12}, {5, 9, 13, 1}, {10, 14, 2, 6}, {15, 3, 7, 11},
        {0, 1, 2, 3}, {5, 6, 7, 4}, {10, 11, 8, 9}, {15, 12, 13, 14}
    };

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Salsa20() {}

    /** So many bytes of the stream of a key and a nonce. */
    static byte[] stream(byte[] key, byte[] nonce, int length) {
        var derived = derive(key, nonce);
        var stream = new byte[(length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES];
        var state = state(derived, word(nonce, 16), word(nonce, 20), 0, 0);
        for (int block = 0; block * BLOCK_BYTES < stream.length; block++) {
            state[8] = block;
            var mixed = state.clone();
            mix(mixed);
            for (int i = 0; i < mixed.length; i++) {
                INT.set(stream, block * BLOCK_BYTES + 4 * i, mixed[i] + state[i]);
            }
        }
        return stream;
    }

    /** The key of the inner cipher, of the outer one's key and the first 16 bytes of the nonce. */
    private static byte[] derive(byte[] key, byte[] nonce) {
        var state = state(key, word(nonce, 0), word(nonce, 4), word(nonce, 8), word(nonce, 12));
        mix(state);
        var derived = new byte[KEY_BYTES];
        int[] taken = {0, 5, 10, 15, 6, 7, 8, 9};
        for (int i = 0; i < taken.length; i++) {
            INT.set(derived, 4 * i, state[taken[i]]);
        }
        return derived;
    }

    private static int[] state(byte[] key, int... input) {
        var state = new int[16];
        for (int i = 0; i < CONSTANTS.length; i++) {
            state[5 * i] = CONSTANTS[i];
            state[1 + i] = word(key, 4 * i);
            state[11 + i] = word(key, 16 + 4 * i);
            state[6 + i] = input[i];
        }
        return state;
    }

    private static void mix(int[] x) {
        for (int round = 0; round < DOUBLE_ROUNDS; round++) {
            for (var q : QUARTERS) {
                for (int i = 0; i < q.length; i++) {
                    x[q[(i + 1) & 3]] ^= Integer.rotateLeft(x[q[i]] + x[q[(i + 3) & 3]], ROUND_SHIFTS[i]);
                }
            }
        }
    }

    private static int word(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }
}
