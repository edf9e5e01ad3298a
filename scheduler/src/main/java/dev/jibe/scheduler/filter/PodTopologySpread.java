package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps the pods that a constraint selects evenly spread over the domains of a topology. */
final class PodTopologySpread implements Filter {

    /** One constraint with the pods that each domain has. */
    private static final class Prepared {
        final SpreadConstraint constraint;
        final Map<String, Integer> counts;
        int least;

        Prepared(SpreadConstraint constraint, Map<String, Integer> counts) {
            this.constraint = constraint;
            this.counts = counts;
            findLeast();
        }

        void findLeast() {
            boolean enough = counts.size() >= constraint.minDomains();
            least = enough ? counts.values().stream().mapToInt(i -> i).min().orElse(0) : 0;
        }
    }

    private final List<Prepared> constraints = new ArrayList<>();
    private final PodInfo pod;

    PodTopologySpread(PodInfo pod, Collection<NodeInfo> nodes) {
        this.pod = pod;
        pod.spec()
                .list("topologySpreadConstraints")
                .maps()
                .filter(c -> !c.string("whenUnsatisfiable").equals("ScheduleAnyway"))
                .map(c -> SpreadConstraint.of(c, pod))
                .forEach(c -> constraints.add(new Prepared(c, c.counts(pod, nodes))));
    }

    @Override
    public Rejection reject(NodeInfo node) {
        for (var prepared : constraints) {
            var domain = node.labels().string(prepared.constraint.topologyKey());
            if (domain.isEmpty()) {
                return Rejection.lasting(
                        "node(s) didn't match pod topology spread constraints (missing required label)");
            }
            int self = prepared.constraint.includes(pod) ? 1 : 0;
            int skew = prepared.counts.getOrDefault(domain, 0) + self - prepared.least;
            if (skew > prepared.constraint.maxSkew()) {
                return Rejection.curable("node(s) didn't match pod topology spread constraints");
            }
        }
        return Rejection.NONE;
    }

    @Override
    public void count(PodInfo other, NodeInfo node, int sign) {
        for (var prepared : constraints) {
            var domain = node.labels().string(prepared.constraint.topologyKey());
            if (prepared.counts.containsKey(domain)
                    && prepared.constraint.counts(pod, other)
                    && prepared.constraint.isCounted(pod, node)) {
                prepared.counts.merge(domain, sign, Integer::sum);
                prepared.findLeast();
            }
        }
    }
}
