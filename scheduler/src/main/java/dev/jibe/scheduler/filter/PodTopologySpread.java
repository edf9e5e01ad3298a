package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps the pods that a constraint selects evenly spread over the domains of a topology. */
final class PodTopologySpread implements Filter {

    private record Prepared(SpreadConstraint constraint, Map<String, Integer> counts, int least) {}

    private final List<Prepared> constraints = new ArrayList<>();
    private final PodInfo pod;

    PodTopologySpread(PodInfo pod, Collection<NodeInfo> nodes) {
        this.pod = pod;
        pod.spec()
                .list("topologySpreadConstraints")
                .maps()
                .filter(c -> !c.string("whenUnsatisfiable").equals("ScheduleAnyway"))
                .forEach(c -> {
                    var constraint = SpreadConstraint.of(c, pod);
                    var counts = constraint.counts(pod, nodes);
                    boolean enough = counts.size() >= constraint.minDomains();
                    int least = enough
                            ? counts.values().stream().mapToInt(i -> i).min().orElse(0)
                            : 0;
                    constraints.add(new Prepared(constraint, counts, least));
                });
    }

    @Override
    public List<String> reject(NodeInfo node) {
        for (var prepared : constraints) {
            var domain = node.labels().string(prepared.constraint().topologyKey());
            if (domain.isEmpty()) {
                return List.of("node(s) didn't match pod topology spread constraints (missing required label)");
            }
            int self = prepared.constraint().includes(pod) ? 1 : 0;
            int skew = prepared.counts().getOrDefault(domain, 0) + self - prepared.least();
            if (skew > prepared.constraint().maxSkew()) {
                return List.of("node(s) didn't match pod topology spread constraints");
            }
        }
        return List.of();
    }
}
