package dev.jibe.controllers.endpoints;

import static java.util.Comparator.comparing;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.services.Backends;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.EndpointAddress;
import dev.jibe.object.api.v1.EndpointPort;
import dev.jibe.object.api.v1.EndpointSubset;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the Endpoints object of one Service should be. Planning again on the result yields no action. */
record EndpointsPlan(List<Action> actions) {

    /** Most addresses in one object; what is beyond is in the slices only. */
    static final int MAX_ADDRESSES = 1000;

    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String MANAGER = "endpoint-controller";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    EndpointsPlan {
        actions = List.copyOf(actions);
    }

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Create the object. */
        record Create(Endpoints endpoints) implements Action {}

        /** Replace the object, if it is still the one that was looked at. */
        record Update(Endpoints endpoints) implements Action {}
    }

    /** The Service, the pods of its namespace, and its Endpoints if it has them. */
    record Observed(Service service, List<Pod> pods, Optional<Endpoints> endpoints) {}

    /** An address, and whether it is ready. */
    private record Member(EndpointAddress address, boolean ready) {}

    static EndpointsPlan of(Observed observed) {
        var service = observed.service();
        if (!Backends.hasSelector(service) || service.isTerminating()) {
            return new EndpointsPlan(List.of());
        }
        var pods = observed.pods().stream()
                .filter(pod -> Backends.selects(service, pod) && Backends.isReachable(pod))
                .filter(pod -> service.spec().publishNotReadyAddresses() || !pod.isTerminating())
                .sorted(comparing(Pod::name))
                .toList();
        var present = observed.endpoints().orElseGet(() -> Endpoints.KIND.create(service.namespace(), service.name()));
        var annotations = pods.size() > MAX_ADDRESSES
                ? present.metadata().annotationsTree().with(OVER_CAPACITY, "truncated")
                : present.metadata().annotationsTree().without(OVER_CAPACITY);
        var metadata = present.metadata().withLabelsTree(labels(service));
        metadata = annotations.isEmpty() ? metadata.withoutAnnotations() : metadata.withAnnotationsTree(annotations);
        var subsets = subsets(service, pods.stream().limit(MAX_ADDRESSES).toList());
        var wanted = present.withMetadata(metadata);
        wanted = subsets.isEmpty() ? wanted.withoutSubsets() : wanted.withSubsets(subsets);
        if (observed.endpoints().isEmpty()) {
            return new EndpointsPlan(List.of(new Action.Create(wanted)));
        }
        return new EndpointsPlan(present.equals(wanted) ? List.of() : List.of(new Action.Update(wanted)));
    }

    private static JsonMap labels(Service service) {
        var labels = service.metadata().labelsTree().with(MANAGED_BY, MANAGER);
        return Backends.isHeadless(service) ? labels.with(HEADLESS, "") : labels.without(HEADLESS);
    }

    /** Ports that the same addresses have make up a subset, whatever other ports each address has. */
    private static List<EndpointSubset> subsets(Service service, List<Pod> pods) {
        Map<Optional<Backends.Port>, List<Member>> byPort = new LinkedHashMap<>();
        for (var pod : pods) {
            var ports = Backends.ports(service, pod);
            boolean ready = service.spec().publishNotReadyAddresses() || PodState.isReady(pod);
            var member = new Member(address(service, pod), ready);
            ports.forEach(port -> byPort.computeIfAbsent(Optional.of(port), same -> new ArrayList<>())
                    .add(member));
            if (ports.isEmpty() && Backends.isHeadless(service)) {
                byPort.computeIfAbsent(Optional.empty(), same -> new ArrayList<>())
                        .add(member);
            }
        }
        Map<List<Member>, List<Backends.Port>> byMembers = new LinkedHashMap<>();
        byPort.forEach((port, members) -> {
            var ports = byMembers.computeIfAbsent(members, same -> new ArrayList<>());
            port.ifPresent(ports::add);
        });
        return byMembers.entrySet().stream()
                .map(it -> subset(it.getValue(), it.getKey()))
                .toList();
    }

    private static EndpointSubset subset(List<Backends.Port> ports, List<Member> members) {
        var ready = members.stream().filter(Member::ready).map(Member::address).toList();
        var others =
                members.stream().filter(it -> !it.ready()).map(Member::address).toList();
        var subset = EndpointSubset.EMPTY;
        subset = ready.isEmpty() ? subset : subset.withAddresses(ready);
        subset = others.isEmpty() ? subset : subset.withNotReadyAddresses(others);
        return ports.isEmpty()
                ? subset
                : subset.withPorts(ports.stream().map(EndpointsPlan::port).toList());
    }

    private static EndpointPort port(Backends.Port port) {
        var result = EndpointPort.EMPTY.withPort(port.number()).withProtocol(port.protocol());
        result = port.name().isEmpty() ? result : result.withName(port.name());
        return port.appProtocol().isEmpty() ? result : result.withAppProtocol(port.appProtocol());
    }

    private static EndpointAddress address(Service service, Pod pod) {
        var address = EndpointAddress.EMPTY.withIp(pod.status().podIP()).withTargetRef(Backends.reference(pod));
        var node = pod.spec().nodeName();
        address = node.isEmpty() ? address : address.withNodeName(node);
        var hostname = Backends.hostname(service, pod);
        return hostname.isEmpty() ? address : address.withHostname(hostname);
    }
}
