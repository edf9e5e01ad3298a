package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import java.util.Comparator;

/** Which pool it is: devices of one driver that are listed together. In the order in which they are given away. */
record PoolId(String driver, String name) implements Comparable<PoolId> {
    private static final Comparator<PoolId> ORDER =
            Comparator.comparing(PoolId::driver).thenComparing(PoolId::name);

    /** The pool that a slice is part of. */
    static PoolId of(JsonMap slice) {
        var spec = slice.map("spec");
        return new PoolId(spec.string("driver"), spec.map("pool").string("name"));
    }

    @Override
    public int compareTo(PoolId other) {
        return ORDER.compare(this, other);
    }
}
