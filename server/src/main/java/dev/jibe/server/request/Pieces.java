package dev.jibe.server.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of any number, in arrays of moderate size: the collector would have to stop everything for one that is as long as a
 * list of ten thousand objects.
 */
final class Pieces {

    private static final int PIECE_BYTES = 128 << 10;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[0];
    private int used;

    /** Puts bytes at the end. */
    void add(byte[] bytes) {
        add(bytes, 0, bytes.length);
    }

    void add(byte[] bytes, int from, int count) {
        int taken = 0;
        while (taken < count) {
            if (used == last.length) {
                turn();
            }
            int fitting = Math.min(count - taken, last.length - used);
            System.arraycopy(bytes, from + taken, last, used, fitting);
            used += fitting;
            taken += fitting;
        }
    }

    private void turn() {
        if (used > 0) {
            full.add(last);
        }
        last = new byte[PIECE_BYTES];
        used = 0;
    }

    /** All bytes, in their order. */
    byte[][] all() {
        var result = new ArrayList<>(full);
        result.add(Arrays.copyOf(last, used));
        return result.toArray(byte[][]::new);
    }
}
