package dev.jibe.server.cel;

/** How large a text can be in which another has been replaced. */
final class Replacement {

    private Replacement() {}

    static CallEstimates.Estimate estimate(Range size, Range old, Range with) {
        var times = new Range(fewest(size, old, with), most(size, old, with));
        var kept = new Range(
                old.max() == 0 || old.max() <= with.min() ? size.min() : 0,
                old.min() == 0 || with.max() <= old.min() ? size.max() : 0);
        return new CallEstimates.Estimate(size.times(0.2), times.times(with).plus(kept));
    }

    /** An empty text is found around every character; one that is replaced by a shorter one does not matter. */
    private static long most(Range size, Range old, Range with) {
        if (old.min() == 0) {
            return size.max() == Long.MAX_VALUE ? size.max() : size.max() + 1;
        }
        return with.max() <= old.min() ? 0 : parts(size.max(), old.min());
    }

    private static long fewest(Range size, Range old, Range with) {
        if (old.max() == 0) {
            return size.min() == Long.MAX_VALUE ? size.min() : size.min() + 1;
        }
        return old.max() <= with.min() ? 0 : parts(size.min(), old.max());
    }

    private static long parts(long size, long part) {
        return (long) Math.ceil((double) size / part);
    }
}
