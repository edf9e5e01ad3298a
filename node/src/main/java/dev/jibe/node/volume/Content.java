package dev.jibe.node.volume;

import java.util.Arrays;

/** A file of a volume that is filled from API objects. */
@SuppressWarnings("ArrayRecordComponent") // compared by isSame
record Content(byte[] bytes, int mode) {
    boolean isSame(byte[] other) {
        return Arrays.equals(bytes, other);
    }
}
