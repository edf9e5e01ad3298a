package dev.jibe.client.leader;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Metrics;

/** The figures of all elections that a process takes part in, under upstream's names. */
public final class LeaderMetrics {
    private static final String GROUPED =
            " 'name' is the string used to identify the lease. Please make sure to group by name.";

    private final Gauge status;
    private final Counter slowPaths;

    public LeaderMetrics(Metrics metrics) {
        status = metrics.gauge(
                "leader_election_master_status",
                "[ALPHA] Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, "
                        + "1 indicates master." + GROUPED,
                "name");
        slowPaths = metrics.counter(
                "leader_election_slowpath_total",
                "[ALPHA] Total number of slow path exercised in renewing leader leases." + GROUPED,
                "name");
    }

    void leads(String lease, boolean leads) {
        status.set(leads ? 1 : 0, lease);
    }

    void tookSlowPath(String lease) {
        slowPaths.increment(lease);
    }
}
