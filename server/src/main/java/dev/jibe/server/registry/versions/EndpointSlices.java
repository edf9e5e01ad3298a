package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.each;

import dev.jibe.object.JsonMap;

/** EndpointSlices of {@code v1beta1}: zone and node of an endpoint are entries of its topology. */
final class EndpointSlices implements Shape {

    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    @Override
    public JsonMap toCurrent(JsonMap object) {
        return each(object, "endpoints", endpoint -> {
            var topology = endpoint.map("topology");
            var result = endpoint.without("topology");
            if (!topology.string(ZONE).isEmpty()) {
                result = result.with("zone", topology.string(ZONE));
            }
            if (!topology.string(HOSTNAME).isEmpty()
                    && result.string("nodeName").isEmpty()) {
                result = result.with("nodeName", topology.string(HOSTNAME));
            }
            var rest = topology.without(ZONE).without(HOSTNAME);
            return rest.isEmpty() ? result : result.with("deprecatedTopology", rest);
        });
    }

    @Override
    public JsonMap fromCurrent(JsonMap object) {
        return each(object, "endpoints", endpoint -> {
            var topology = endpoint.map("deprecatedTopology");
            if (!endpoint.string("zone").isEmpty()) {
                topology = topology.with(ZONE, endpoint.string("zone"));
            }
            if (!endpoint.string("nodeName").isEmpty()) {
                topology = topology.with(HOSTNAME, endpoint.string("nodeName"));
            }
            var result = endpoint.without("deprecatedTopology").without("zone");
            return topology.isEmpty() ? result : result.with("topology", topology);
        });
    }
}
