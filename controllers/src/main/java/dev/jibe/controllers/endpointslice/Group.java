package dev.jibe.controllers.endpointslice;

import static java.util.Comparator.comparing;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.services.Backends;
import dev.jibe.object.api.discovery.v1.Endpoint;
import dev.jibe.object.api.discovery.v1.EndpointConditions;
import dev.jibe.object.api.discovery.v1.EndpointHints;
import dev.jibe.object.api.discovery.v1.EndpointPort;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.discovery.v1.ForNode;
import dev.jibe.object.api.discovery.v1.ForZone;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What endpoints of one slice have in common: the family of their addresses, and the ports. */
record Group(String addressType, List<Backends.Port> ports) {
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final Set<String> AUTO = Set.of("Auto", "auto");
    private static final String OLD_MODE = "service.kubernetes.io/topology-aware-hints";

    Group {
        ports = List.copyOf(ports);
    }

    static Group of(EndpointSlice slice) {
        return new Group(
                slice.addressType(),
                slice.ports().stream()
                        .map(port -> new Backends.Port(port.name(), port.protocol(), port.port(), port.appProtocol()))
                        .toList());
    }

    /** The endpoints that a Service should have, by group, in the order of the pods' names. */
    static Map<Group, List<Endpoint>> endpoints(EndpointSlicePlan.Observed observed, String addressType) {
        var service = observed.service();
        Map<Group, List<Endpoint>> groups = new LinkedHashMap<>();
        observed.pods().stream()
                .filter(pod -> isMember(observed, pod) && isPlaced(observed, pod))
                .sorted(comparing(Pod::name))
                .forEach(pod -> Backends.address(pod, addressType).ifPresent(address -> {
                    var group = new Group(addressType, Backends.ports(service, pod));
                    groups.computeIfAbsent(group, same -> new ArrayList<>()).add(endpoint(observed, pod, address));
                }));
        return groups;
    }

    static boolean isMember(EndpointSlicePlan.Observed observed, Pod pod) {
        return Backends.selects(observed.service(), pod) && Backends.isReachable(pod);
    }

    /** Whether its node is known; those who ask for pods that are not ready get them anyway. */
    static boolean isPlaced(EndpointSlicePlan.Observed observed, Pod pod) {
        return observed.zones().containsKey(pod.spec().nodeName())
                || observed.service().spec().publishNotReadyAddresses();
    }

    /** The families that the Service's endpoints are written for. */
    static List<String> addressTypes(Service service) {
        var families = service.spec().ipFamilies();
        if (!families.isEmpty()) {
            return List.copyOf(families);
        }
        return List.of(service.spec().clusterIP().contains(":") ? "IPv6" : "IPv4");
    }

    List<EndpointPort> toPorts() {
        return ports.stream()
                .map(port -> {
                    var result = EndpointPort.EMPTY
                            .withName(port.name())
                            .withProtocol(port.protocol())
                            .withPort(port.number());
                    return port.appProtocol().isEmpty() ? result : result.withAppProtocol(port.appProtocol());
                })
                .toList();
    }

    private static Endpoint endpoint(EndpointSlicePlan.Observed observed, Pod pod, String address) {
        boolean serving = PodState.isReady(pod);
        boolean ready = observed.service().spec().publishNotReadyAddresses() || (serving && !pod.isTerminating());
        var endpoint = Endpoint.EMPTY
                .withAddresses(List.of(address))
                .withConditions(EndpointConditions.EMPTY
                        .withReady(ready)
                        .withServing(serving)
                        .withTerminating(pod.isTerminating()))
                .withTargetRef(Backends.reference(pod));
        var node = pod.spec().nodeName();
        endpoint = node.isEmpty() ? endpoint : endpoint.withNodeName(node);
        var zone = observed.zones().getOrDefault(node, "");
        endpoint = zone.isEmpty() ? endpoint : endpoint.withZone(zone);
        var hostname = Backends.hostname(observed.service(), pod);
        endpoint = hostname.isEmpty() ? endpoint : endpoint.withHostname(hostname);
        return ready ? hinted(endpoint, observed.service()) : endpoint;
    }

    /** Whether each zone is to get its part of the endpoints. */
    static boolean sharesByZone(Service service) {
        var annotations = service.annotations();
        return AUTO.contains(annotations.getOrDefault(OLD_MODE, annotations.getOrDefault(MODE, "")));
    }

    /** Says for whom the endpoint is, if those who are close are to be served by it. */
    private static Endpoint hinted(Endpoint endpoint, Service service) {
        var distribution = service.spec().trafficDistribution();
        if (distribution.isEmpty() || sharesByZone(service)) {
            return endpoint;
        }
        var hints = EndpointHints.EMPTY;
        if (!endpoint.zone().isEmpty()) {
            hints = hints.withForZones(List.of(ForZone.EMPTY.withName(endpoint.zone())));
        }
        if (distribution.equals("PreferSameNode") && !endpoint.nodeName().isEmpty()) {
            hints = hints.withForNodes(List.of(ForNode.EMPTY.withName(endpoint.nodeName())));
        }
        return hints.tree().isEmpty() ? endpoint : endpoint.withHints(hints);
    }
}
