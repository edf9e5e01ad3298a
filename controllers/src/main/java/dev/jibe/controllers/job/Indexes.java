package dev.jibe.controllers.job;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * A set of completion indexes, written as {@code 1,3-5,7}.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode">Completion mode</a>.
 */
final class Indexes {
    static final Indexes NONE = new Indexes(new BitSet());

    private final BitSet bits;

    private Indexes(BitSet bits) {
        this.bits = bits;
    }

    /** Reads the text; indexes that are no longer below the number of completions are left out, and so is nonsense. */
    static Indexes parse(String text, int completions) {
        var bits = new BitSet();
        for (var part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            try {
                int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
                last = Math.min(last, completions - 1);
                if (first >= 0 && first <= last) {
                    bits.set(first, last + 1);
                }
            } catch (NumberFormatException ignored) {
                // as upstream: what cannot be read is not there
            }
        }
        return new Indexes(bits);
    }

    boolean contains(int index) {
        return index >= 0 && bits.get(index);
    }

    int size() {
        return bits.cardinality();
    }

    Indexes with(Collection<Integer> more) {
        var copy = (BitSet) bits.clone();
        more.forEach(copy::set);
        return new Indexes(copy);
    }

    Indexes with(Indexes more) {
        var copy = (BitSet) bits.clone();
        copy.or(more.bits);
        return new Indexes(copy);
    }

    int inCommon(Indexes other) {
        var copy = (BitSet) bits.clone();
        copy.and(other.bits);
        return copy.cardinality();
    }

    /** The lowest indexes below a bound that are not in the set. */
    List<Integer> missing(int bound, int most) {
        var result = new ArrayList<Integer>();
        for (int i = bits.nextClearBit(0); i < bound && result.size() < most; i = bits.nextClearBit(i + 1)) {
            result.add(i);
        }
        return result;
    }

    /** Two in a row are written as two, three and more as a range. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int last = bits.nextClearBit(first) - 1;
            if (first == last) {
                parts.add(Integer.toString(first));
            } else {
                parts.add(first + (last == first + 1 ? "," : "-") + last);
            }
            first = bits.nextSetBit(last + 1);
        }
        return String.join(",", parts);
    }
}
