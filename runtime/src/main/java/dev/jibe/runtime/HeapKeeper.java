package dev.jibe.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import javax.management.NotificationEmitter;

/**
 * Lets the heap of a server follow what lives in it, for days.
 *
 * <p>The serial collector leaves its old generation alone until that cannot grow any more: a server would come to hold all
 * that ever outlived a young collection, up to {@code -Xmx}. Here it is collected when it has twice what was alive in it the
 * last time. So what these pauses take is the same share of the time for small clusters and for large ones: a pause is as
 * long as there is more alive, and comes as much later.
 *
 * <p>Other collectors see to their old generation themselves; with one of them this does nothing. It is for a process of its
 * own: a cluster inside of somebody's tests leaves their heap alone.
 */
public final class HeapKeeper {

    private static final String OLD_OF_SERIAL = "Tenured Gen";

    /** Below this a heap is small enough, whatever is in it. */
    private static final long LEAST_BYTES = 64L << 20;

    private final MemoryPoolMXBean old;

    private HeapKeeper(MemoryPoolMXBean old) {
        this.old = old;
    }

    /** From now on, until the process ends. */
    public static void start() {
        pool().map(HeapKeeper::new).ifPresent(HeapKeeper::listen);
    }

    private static Optional<MemoryPoolMXBean> pool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OLD_OF_SERIAL) && pool.isUsageThresholdSupported())
                .findFirst();
    }

    private void listen() {
        var memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        memory.addNotificationListener(
                (told, nothing) -> collect(),
                told -> told.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
                null);
        old.setUsageThreshold(next(0, old.getUsage().getMax()));
    }

    private void collect() {
        System.gc();
        var alive = old.getCollectionUsage();
        old.setUsageThreshold(next(alive.getUsed(), alive.getMax()));
    }

    /**
     * When to collect next.
     *
     * @param alive bytes that were alive after the last collection
     * @param most bytes that the generation may ever have
     */
    static long next(long alive, long most) {
        return Math.min(Math.max(LEAST_BYTES, 2 * alive), most);
    }
}
