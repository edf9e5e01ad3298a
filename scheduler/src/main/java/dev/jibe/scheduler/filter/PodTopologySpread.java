package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Surroundings;

/** Keeps the pods that a constraint selects evenly spread over the domains of a topology. */
final class PodTopologySpread {

    private static final Rejection NO_LABEL = Rejection.lasting(
            Plugin.POD_TOPOLOGY_SPREAD,
            "node(s) didn't match pod topology spread constraints (missing required label)");
    private static final Rejection UNEVEN =
            Rejection.curable(Plugin.POD_TOPOLOGY_SPREAD, "node(s) didn't match pod topology spread constraints");

    private PodTopologySpread() {}

    static Rejection reject(Surroundings surroundings, NodeInfo node) {
        var constraints = surroundings.hard();
        for (int i = 0; i < constraints.size(); i++) {
            var spread = constraints.get(i);
            var tally = spread.tally();
            if (tally.topology().of(node.slot()) < 0) {
                return NO_LABEL;
            }
            long least = tally.domainCount() < spread.constraint().minDomains() ? 0 : tally.least();
            long skew = tally.at(node.slot()) + (spread.includesItself() ? 1 : 0) - least;
            if (skew > spread.constraint().maxSkew()) {
                return UNEVEN;
            }
        }
        return Rejection.NONE;
    }
}
