package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Services, and the node ports and load balancers that they take. */
final class ServiceEvaluator implements Evaluator {

    private static final CountedResource SERVICES = new CountedResource("", "services");
    private static final Set<String> NAMES =
            Set.of("count/services", "services", "services.nodeports", "services.loadbalancers");

    @Override
    public CountedResource resource() {
        return SERVICES;
    }

    @Override
    public boolean counts(String name) {
        return NAMES.contains(name);
    }

    @Override
    public SortedMap<String, Quantity> usage(JsonMap service, Instant now) {
        var spec = service.map("spec");
        var usage = new TreeMap<String, Quantity>();
        usage.put("count/services", Quantity.of(1));
        usage.put("services", Quantity.of(1));
        usage.put("services.nodeports", Quantity.of(nodePorts(spec)));
        usage.put("services.loadbalancers", Quantity.of(spec.string("type").equals("LoadBalancer") ? 1 : 0));
        return usage;
    }

    /** Ports are not allocated yet when a service is looked at, so that every one counts that will be. */
    private static long nodePorts(JsonMap spec) {
        var ports = spec.list("ports");
        return switch (spec.string("type")) {
            case "NodePort" -> ports.size();
            case "LoadBalancer" ->
                spec.has("allocateLoadBalancerNodePorts") && !spec.bool("allocateLoadBalancerNodePorts")
                        ? ports.maps().filter(p -> p.number("nodePort") != 0).count()
                        : ports.size();
            default -> 0;
        };
    }
}
