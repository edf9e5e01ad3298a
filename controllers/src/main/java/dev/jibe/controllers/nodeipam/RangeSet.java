package dev.jibe.controllers.nodeipam;

import dev.jibe.controllers.addresses.Cidr;
import java.util.BitSet;
import java.util.Optional;

/**
 * A range cut into equal parts, and which of them are taken. The search for a free one goes on where the last ended, so
 * that what was given back rests for as long as possible.
 */
final class RangeSet {

    /** More parts than this are not counted out: of a larger range the rest stays unused. */
    private static final int MOST_PARTS = 1 << 16;

    private final Cidr range;
    private final int partBits;
    private final int parts;
    private final BitSet taken = new BitSet();
    private int next;

    /** @throws IllegalArgumentException if a part would be larger than the range */
    RangeSet(Cidr range, int partBits) {
        int bits = partBits - range.prefixBits();
        if (bits < 0 || partBits > range.bytes() * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "the range " + range + " cannot be cut into parts with a prefix of " + partBits + " bits");
        }
        this.range = range;
        this.partBits = partBits;
        this.parts = 1 << Math.min(bits, Integer.numberOfTrailingZeros(MOST_PARTS));
    }

    Cidr range() {
        return range;
    }

    /** A part that was free and is taken now, and how many were looked at; nothing if none is free. */
    record Taken(Cidr part, int tries) {}

    Optional<Taken> take() {
        int free = taken.nextClearBit(next);
        if (free >= parts) {
            free = taken.nextClearBit(0);
        }
        if (free >= parts) {
            return Optional.empty();
        }
        int tries = Math.floorMod(free - next, parts) + 1;
        taken.set(free);
        next = (free + 1) % parts;
        return Optional.of(new Taken(range.part(free, partBits), tries));
    }

    /** Notes that all parts are taken that have addresses in common with another range. */
    void occupy(Cidr other) {
        mark(other, true);
    }

    void release(Cidr other) {
        mark(other, false);
    }

    private void mark(Cidr other, boolean value) {
        if (other.covers(range)) {
            taken.set(0, parts, value);
        } else if (range.covers(other)) {
            long first = range.partOf(other.first(), partBits);
            long last = range.partOf(other.last(), partBits);
            if (first < parts) {
                taken.set((int) first, (int) Math.min(last, parts - 1L) + 1, value);
            }
        }
    }

    boolean covers(Cidr other) {
        return range.covers(other);
    }

    int parts() {
        return parts;
    }

    int takenParts() {
        return taken.cardinality();
    }
}
