package dev.jibe.simulation.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** All that clients did and saw, with the order in which it began and ended. */
final class Chronicle {

    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong highest = new AtomicLong();
    private final List<Deed> deeds = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Watched> watches = new ArrayList<>();

    long tick() {
        return ticks.incrementAndGet();
    }

    /** The highest version that anybody was told of. */
    long floor() {
        return highest.get();
    }

    void told(long version) {
        highest.accumulateAndGet(version, Math::max);
    }

    synchronized void add(Deed deed) {
        deeds.add(deed);
    }

    synchronized void add(Sighting sighting) {
        sightings.add(sighting);
    }

    synchronized void add(Watched watched) {
        watches.add(watched);
    }

    synchronized List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    synchronized List<Watched> watches() {
        return List.copyOf(watches);
    }
}
