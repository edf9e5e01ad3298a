package dev.jibe.scheduler.snapshot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sum over the pods of each domain of a topology, kept as pods come and go. */
public final class Tally {

    private final Topology topology;

    /** Where pods count; absent for everywhere. */
    private final @Nullable Domains domains;

    private long[] sums = new long[8];
    private int domainsInUse;
    private long least;
    private boolean leastIsKnown;

    Tally(Topology topology, @Nullable Domains domains) {
        this.topology = topology;
        this.domains = domains;
    }

    void add(int slot, long amount) {
        int value = topology.of(slot);
        if (value < 0 || (domains != null && !domains.isEligible(slot))) {
            return;
        }
        if (value >= sums.length) {
            sums = Arrays.copyOf(sums, Math.max(value + 1, sums.length * 2));
        }
        long before = sums[value];
        long now = before + amount;
        sums[value] = now;
        if (before == 0 && now != 0) {
            domainsInUse++;
        } else if (before != 0 && now == 0) {
            domainsInUse--;
        }
        leastIsKnown = false;
    }

    void domainsChanged() {
        leastIsKnown = false;
    }

    public Topology topology() {
        return topology;
    }

    /** The sum of the domain of the node in this slot; 0 if it is in none. */
    public long at(int slot) {
        int value = topology.of(slot);
        return value < 0 || value >= sums.length ? 0 : sums[value];
    }

    /** Whether no domain has anything. */
    public boolean isEmpty() {
        return domainsInUse == 0;
    }

    /** The number of domains that count. */
    public int domainCount() {
        return domains == null ? topology.size() : domains.count();
    }

    /** The least sum of all domains that count; 0 if there are none. */
    public long least() {
        if (!leastIsKnown) {
            least = domains == null || domains.count() == 0 ? 0 : findLeast(domains);
            leastIsKnown = true;
        }
        return least;
    }

    private long findLeast(Domains among) {
        long found = Long.MAX_VALUE;
        int size = topology.size();
        for (int value = 0; value < size; value++) {
            if (among.has(value)) {
                found = Math.min(found, value < sums.length ? sums[value] : 0);
            }
        }
        return found;
    }
}
