package dev.jibe.controllers.nodeipam;

import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;

/** What is counted of nodes' ranges, by upstream's names (one of which has a letter in the wrong place) and labels. */
final class IpamMetrics {
    private static final String PREFIX = "node_ipam_controller_";
    private static final String LABEL = "clusterCIDR";

    private final Counter allocations;
    private final Counter releases;
    private final Gauge usage;
    private final Gauge most;
    private final Histogram tries;

    IpamMetrics(Metrics metrics) {
        allocations = metrics.counter(
                PREFIX + "cidrset_cidrs_allocations_total",
                "[ALPHA] Counter measuring total number of CIDR allocations.",
                LABEL);
        releases = metrics.counter(
                PREFIX + "cidrset_cidrs_releases_total",
                "[ALPHA] Counter measuring total number of CIDR releases.",
                LABEL);
        usage = metrics.gauge(
                PREFIX + "cidrset_usage_cidrs", "[ALPHA] Gauge measuring percentage of allocated CIDRs.", LABEL);
        most = metrics.gauge(
                PREFIX + "cirdset_max_cidrs", "[ALPHA] Maximum number of CIDRs that can be allocated.", LABEL);
        tries = metrics.histogram(
                PREFIX + "cidrset_allocation_tries_per_request",
                "[ALPHA] Number of endpoints added on each Service sync",
                Buckets.exponential(1, 5, 5),
                LABEL);
    }

    void changed(RangeSet set) {
        var label = set.range().toString();
        usage.set((double) set.takenParts() / set.parts(), label);
        most.set(set.parts(), label);
    }

    void taken(RangeSet set, int looks) {
        allocations.increment(set.range().toString());
        tries.observe(looks, set.range().toString());
        changed(set);
    }

    void released(RangeSet set) {
        releases.increment(set.range().toString());
        changed(set);
    }
}
