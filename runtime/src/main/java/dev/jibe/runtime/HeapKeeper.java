package dev.jibe.runtime;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.management.NotificationEmitter;

/**
 * Lets the heap of a server follow what lives in it, for days.
 *
 * <p>The serial and the parallel collector leave their old generation alone until that cannot grow any more: a server would
 * come to hold all that ever outlived a young collection, up to {@code -Xmx}. Here it is due when it holds twice what was
 * alive in it the last time. So what these pauses take is the same share of the time for small clusters and for large ones:
 * a pause is as long as there is more alive, and comes as much later.
 *
 * <p>It becomes due when there is much to do, which is when a pause hurts most and most of what seems old is about to go. So
 * it is done in the first calm second after that, and at once only when there is three times as much as made it due, or
 * 256 MB more.
 *
 * <p>Other collectors see to their old generation themselves; with one of them this does nothing. It is for a process of its
 * own: a cluster inside of somebody's tests leaves their heap alone.
 */
public final class HeapKeeper {

    /** What the two collectors call it. */
    private static final Set<String> OLD_GENERATIONS = Set.of("Tenured Gen", "PS Old Gen");

    /** And what of them looks at what is new. */
    private static final Set<String> YOUNG_COLLECTORS = Set.of("Copy", "PS Scavenge");

    /** Below this a heap is small enough, whatever is in it. */
    private static final long LEAST_BYTES = 64L << 20;

    /** So many times as much is borne while there is much to do. */
    private static final int WHEN_BUSY = 3;

    /** But no more than this in addition. */
    private static final long MOST_WHEN_BUSY = 256L << 20;

    private static final Duration CALM = Duration.ofSeconds(1);

    private final MemoryPoolMXBean old;
    private final List<GarbageCollectorMXBean> young;
    private long collections;
    private boolean isDue;

    private HeapKeeper(MemoryPoolMXBean old) {
        this.old = old;
        this.young = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> YOUNG_COLLECTORS.contains(collector.getName()))
                .toList();
    }

    /** From now on, until the process ends. */
    public static void start() {
        pool().map(HeapKeeper::new).ifPresent(HeapKeeper::listen);
    }

    private static Optional<MemoryPoolMXBean> pool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> OLD_GENERATIONS.contains(pool.getName()) && pool.isUsageThresholdSupported())
                .findFirst();
    }

    private void listen() {
        var memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        memory.addNotificationListener(
                (told, nothing) -> grown(),
                told -> told.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
                null);
        old.setUsageThreshold(due(0, old.getUsage().getMax()));
    }

    private synchronized void grown() {
        if (isDue) {
            collect();
            return;
        }
        isDue = true;
        old.setUsageThreshold(urgent(old.getUsageThreshold(), old.getUsage().getMax()));
        Thread.ofVirtual().start(this::collectWhenCalm);
    }

    private void collectWhenCalm() {
        long collected = collections();
        long made = newlyMade();
        while (collected == collections()) {
            try {
                Thread.sleep(CALM);
            } catch (InterruptedException e) {
                return;
            }
            if (made == newlyMade()) {
                collectUnless(collected);
                return;
            }
            made = newlyMade();
        }
    }

    /** Grows when room for what is new has been used up. */
    private long newlyMade() {
        return young.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private synchronized long collections() {
        return collections;
    }

    private synchronized void collectUnless(long collected) {
        if (collected == collections) {
            collect();
        }
    }

    private void collect() {
        System.gc();
        collections++;
        isDue = false;
        var alive = old.getCollectionUsage();
        old.setUsageThreshold(due(alive.getUsed(), alive.getMax()));
    }

    /**
     * When the old generation is to be looked at in the next calm moment.
     *
     * @param alive bytes that were alive after the last collection
     * @param most bytes that the generation may ever have
     */
    static long due(long alive, long most) {
        return Math.min(Math.max(LEAST_BYTES, 2 * alive), most);
    }

    /** When it can wait no longer, if it is due at so many bytes. */
    static long urgent(long due, long most) {
        return Math.min(Math.min(WHEN_BUSY * due, due + MOST_WHEN_BUSY), most);
    }
}
