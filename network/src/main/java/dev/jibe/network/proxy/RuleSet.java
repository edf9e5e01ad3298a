package dev.jibe.network.proxy;

import dev.jibe.network.proxy.ServicePort.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of a table that depends on services and pods: chains with their rules, maps and sets with their elements.
 *
 * <p>A service is one element of a map, so a packet is led to its endpoint in the same few steps however many services
 * there are. Computed as data; {@link Transaction} says what to change to get from one to the next.
 *
 * @param chains rules by chain, in order
 * @param affinity timeouts in seconds of the sets that remember clients, by set
 * @param elements elements by map, as key and verdict
 */
public record RuleSet(
        Map<String, List<String>> chains, Map<String, Integer> affinity, Map<String, Map<String, String>> elements) {

    static final String SERVICES = "service-ips";
    static final String NODE_PORTS = "service-nodeports";
    static final String NO_ENDPOINTS = "no-endpoint-ips";
    static final String NO_ENDPOINT_PORTS = "no-endpoint-nodeports";

    /** Where a packet that no port of a service has taken must not go on, least of all to the world outside. */
    static final String CLUSTER_ADDRESSES = "cluster-ips";

    private static final String REJECT = "goto reject-it";

    /** Marks packets that must come back through this node. */
    static final String MARK = "meta mark set meta mark or 0x4000";

    public static final RuleSet EMPTY = new RuleSet(Map.of(), Map.of(), Map.of());

    /** The rules of a node. */
    public static RuleSet of(Collection<ServicePort> services, Collection<HostPort> hostPorts) {
        var builder = new Builder();
        services.forEach(builder::service);
        hostPorts.forEach(builder::hostPort);
        return new RuleSet(builder.chains, builder.affinity, builder.elements);
    }

    private static final class Builder {

        private final Map<String, List<String>> chains = new TreeMap<>();
        private final Map<String, Integer> affinity = new TreeMap<>();
        private final Map<String, Map<String, String>> elements = new TreeMap<>();

        void service(ServicePort service) {
            if (!service.clusterAddress().isEmpty()) {
                put(CLUSTER_ADDRESSES, service.clusterAddress(), REJECT);
            }
            if (service.endpoints().isEmpty()) {
                unreachable(service);
                return;
            }
            var chain = "svc-" + Digest.of(service.id());
            chains.put(chain, balance(service, service.endpoints()));
            for (var address : service.addresses()) {
                put(SERVICES, address + " . " + service.protocol() + " . " + service.port(), "goto " + chain);
            }
            if (service.nodePort() > 0) {
                nodePort(service, chain);
            }
        }

        private void unreachable(ServicePort service) {
            for (var address : service.addresses()) {
                put(NO_ENDPOINTS, address + " . " + service.protocol() + " . " + service.port(), REJECT);
            }
            if (service.nodePort() > 0) {
                put(NO_ENDPOINT_PORTS, service.protocol() + " . " + service.nodePort(), REJECT);
            }
        }

        /** From outside: through this node and back, unless the service wants to see its clients' addresses. */
        private void nodePort(ServicePort service, String chain) {
            var outer = "ext-" + Digest.of(service.id());
            var key = service.protocol() + " . " + service.nodePort();
            if (!service.localOnly()) {
                chains.put(outer, List.of(MARK, "goto " + chain));
            } else if (service.localEndpoints().isEmpty()) {
                chains.put(outer, List.of("drop"));
            } else {
                chains.put(outer, balance(service, service.localEndpoints()));
            }
            put(NODE_PORTS, key, "goto " + outer);
        }

        private List<String> balance(ServicePort service, List<Endpoint> endpoints) {
            var rules = new ArrayList<String>();
            var targets = endpoints.stream()
                    .map(endpoint -> endpoint(service, endpoint))
                    .toList();
            if (service.affinitySeconds() > 0) {
                for (var target : targets) {
                    rules.add("ip saddr @" + set(target) + " goto " + target);
                }
            }
            if (targets.size() == 1) {
                rules.add("goto " + targets.getFirst());
                return rules;
            }
            var choices = new StringBuilder();
            for (int i = 0; i < targets.size(); i++) {
                choices.append(i == 0 ? "" : ", ").append(i).append(" : goto ").append(targets.get(i));
            }
            rules.add("numgen random mod " + targets.size() + " vmap { " + choices + " }");
            return rules;
        }

        private static String set(String chain) {
            return "aff-" + chain.substring("ep-".length());
        }

        private String endpoint(ServicePort service, Endpoint endpoint) {
            var chain = "ep-" + Digest.of(service.id() + "/" + endpoint.address() + "/" + endpoint.port());
            var rules = new ArrayList<String>();
            rules.add("ip saddr " + endpoint.address() + " " + MARK);
            if (service.affinitySeconds() > 0) {
                affinity.put(set(chain), service.affinitySeconds());
                rules.add("update @" + set(chain) + " { ip saddr }");
            }
            rules.add("meta l4proto " + service.protocol() + " dnat to " + endpoint.address() + ":" + endpoint.port());
            chains.put(chain, rules);
            return chain;
        }

        void hostPort(HostPort port) {
            var chain = "hp-" + Digest.of(port.toString());
            chains.put(
                    chain,
                    List.of(
                            "ip saddr " + port.podAddress() + " " + MARK,
                            "meta l4proto " + port.protocol() + " dnat to " + port.podAddress() + ":"
                                    + port.podPort()));
            if (port.nodeAddress().isEmpty()) {
                put(NODE_PORTS, port.protocol() + " . " + port.nodePort(), "goto " + chain);
            } else {
                put(SERVICES, port.nodeAddress() + " . " + port.protocol() + " . " + port.nodePort(), "goto " + chain);
            }
        }

        private void put(String map, String key, String verdict) {
            elements.computeIfAbsent(map, ignored -> new TreeMap<>()).putIfAbsent(key, verdict);
        }
    }
}
