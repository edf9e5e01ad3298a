package dev.jibe.network.proxy;

import dev.jibe.network.proxy.ServicePort.Endpoint;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Joins services with their endpoint slices.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/networking/virtual-ips/">Virtual IPs and Service Proxies</a>.
 */
public final class ServiceTable {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final int DEFAULT_AFFINITY_SECONDS = 10_800;

    private ServiceTable() {}

    /** Every port of every service that has a cluster address, in a stable order. */
    public static List<ServicePort> of(Collection<JsonMap> services, Collection<JsonMap> slices, String nodeName) {
        Map<String, List<JsonMap>> byService = new HashMap<>();
        for (var slice : slices) {
            var metadata = slice.map("metadata");
            var key =
                    metadata.string("namespace") + "/" + metadata.map("labels").string(SERVICE_NAME);
            byService.computeIfAbsent(key, ignored -> new ArrayList<>()).add(slice);
        }
        var ports = new ArrayList<ServicePort>();
        for (var service : services) {
            var spec = service.map("spec");
            var clusterIp = spec.string("clusterIP");
            if (clusterIp.isEmpty() || clusterIp.equals("None") || clusterIp.contains(":")) {
                continue;
            }
            var metadata = service.map("metadata");
            var key = metadata.string("namespace") + "/" + metadata.string("name");
            for (var port : spec.list("ports").maps().toList()) {
                ports.add(port(key, service, port, byService.getOrDefault(key, List.of()), nodeName));
            }
        }
        ports.sort(Comparator.comparing(ServicePort::id));
        return ports;
    }

    private static ServicePort port(String key, JsonMap service, JsonMap port, List<JsonMap> slices, String nodeName) {
        var spec = service.map("spec");
        var affinity = spec.string("sessionAffinity").equals("ClientIP")
                ? timeout(spec.map("sessionAffinityConfig").map("clientIP").number("timeoutSeconds"))
                : 0;
        var protocol = port.string("protocol").isEmpty()
                ? "tcp"
                : port.string("protocol").toLowerCase(Locale.ROOT);
        return new ServicePort(
                key + ":" + port.number("port") + "/" + protocol,
                protocol,
                (int) port.number("port"),
                clusterAddress(service),
                addresses(service),
                (int) port.number("nodePort"),
                affinity,
                spec.string("externalTrafficPolicy").equals("Local"),
                endpoints(slices, port.string("name"), nodeName));
    }

    private static int timeout(long seconds) {
        return seconds == 0 ? DEFAULT_AFFINITY_SECONDS : (int) seconds;
    }

    private static String clusterAddress(JsonMap service) {
        var address = service.map("spec").string("clusterIP");
        return address.contains(":") ? "" : address;
    }

    private static List<String> addresses(JsonMap service) {
        var spec = service.map("spec");
        var addresses = new LinkedHashSet<String>();
        addresses.add(spec.string("clusterIP"));
        spec.list("externalIPs").strings().forEach(addresses::add);
        service.map("status")
                .map("loadBalancer")
                .list("ingress")
                .maps()
                .map(ingress -> ingress.string("ip"))
                .filter(ip -> !ip.isEmpty())
                .forEach(addresses::add);
        addresses.removeIf(address -> address.contains(":"));
        return List.copyOf(addresses);
    }

    /** Ready endpoints; if there are none, those that still serve while they end. */
    private static List<Endpoint> endpoints(List<JsonMap> slices, String portName, String nodeName) {
        var ready = new LinkedHashSet<Endpoint>();
        var ending = new LinkedHashSet<Endpoint>();
        for (var slice : slices) {
            if (!slice.string("addressType").equals("IPv4")) {
                continue;
            }
            var port = slice.list("ports")
                    .maps()
                    .filter(p -> p.string("name").equals(portName))
                    .findFirst();
            if (port.isEmpty()) {
                continue;
            }
            for (var endpoint : slice.list("endpoints").maps().toList()) {
                var conditions = endpoint.map("conditions");
                var found = new Endpoint(
                        endpoint.list("addresses").strings().findFirst().orElse(""),
                        (int) port.get().number("port"),
                        endpoint.string("nodeName").equals(nodeName));
                if (!conditions.has("ready") || conditions.bool("ready")) {
                    ready.add(found);
                } else if (conditions.bool("serving") && conditions.bool("terminating")) {
                    ending.add(found);
                }
            }
        }
        return (ready.isEmpty() ? ending : ready)
                .stream()
                        .filter(endpoint -> !endpoint.address().isEmpty())
                        .sorted(Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port))
                        .toList();
    }
}
