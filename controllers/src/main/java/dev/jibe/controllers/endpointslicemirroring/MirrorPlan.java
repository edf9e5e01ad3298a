package dev.jibe.controllers.endpointslicemirroring;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The slices that mirror some Endpoints, decided from what was read and nothing else. Planning again on what it leads to
 * yields no action.
 */
record MirrorPlan(List<Action> actions) {
    static final String SERVICE = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslicemirroring-controller.k8s.io";

    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final String TRIGGERED = "endpoints.kubernetes.io/last-change-trigger-time";
    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final int LARGEST = 1000;

    MirrorPlan {
        actions = List.copyOf(actions);
    }

    /** Everything the controller can do to the world. */
    sealed interface Action {
        record Create(EndpointSlice slice) implements Action {}

        record Update(EndpointSlice slice) implements Action {}

        record Delete(String name, String uid) implements Action {}

        /** Say that some addresses have no mirror. */
        record Tell(Endpoints endpoints, String message) implements Action {}
    }

    /** @param slices the mirror slices of that name that are there */
    record Observed(Optional<Endpoints> endpoints, Optional<Service> service, List<EndpointSlice> slices) {}

    static MirrorPlan of(Observed observed) {
        var wanted = new ArrayList<EndpointSlice>();
        observed.endpoints()
                .filter(it -> isMirrored(it, observed.service()))
                .ifPresent(endpoints -> wanted.addAll(slices(endpoints)));
        var actions = new ArrayList<Action>();
        if (!wanted.isEmpty()) {
            skipped(observed.endpoints().orElseThrow(), wanted).ifPresent(actions::add);
        }
        for (var slice : observed.slices().stream()
                .sorted(Comparator.comparing(EndpointSlice::name))
                .toList()) {
            var same = wanted.stream().filter(it -> isOfGroup(it, slice)).findFirst();
            if (same.isEmpty()) {
                actions.add(new Action.Delete(slice.name(), slice.uid()));
            } else {
                wanted.remove(same.get());
                var updated = updated(slice, same.get());
                if (!updated.tree().equals(slice.tree())) {
                    actions.add(new Action.Update(updated));
                }
            }
        }
        wanted.forEach(slice -> actions.add(new Action.Create(slice)));
        return new MirrorPlan(actions);
    }

    private static boolean isMirrored(Endpoints endpoints, Optional<Service> service) {
        return !"true".equals(endpoints.labels().get(SKIP))
                && !endpoints.annotations().containsKey(LEADER)
                && service.filter(it -> it.spec().tree().map("selector").isEmpty())
                        .isPresent();
    }

    private static Optional<Action> skipped(Endpoints endpoints, List<EndpointSlice> mirrored) {
        int all = endpoints.subsets().stream()
                .mapToInt(it -> it.addresses().size() + it.notReadyAddresses().size())
                .sum();
        int skipped =
                all - mirrored.stream().mapToInt(it -> it.endpoints().size()).sum();
        return skipped <= 0
                ? Optional.empty()
                : Optional.of(new Action.Tell(
                        endpoints,
                        "A max of " + LARGEST + " addresses can be mirrored to EndpointSlices per Endpoints subset. "
                                + skipped + " addresses were skipped"));
    }

    private static boolean isOfGroup(EndpointSlice one, EndpointSlice other) {
        return one.addressType().equals(other.addressType())
                && one.tree().list("ports").equals(other.tree().list("ports"));
    }

    private static EndpointSlice updated(EndpointSlice slice, EndpointSlice wanted) {
        var metadata = slice.metadata()
                .withLabelsTree(wanted.metadata().labelsTree())
                .withOwnerReferences(wanted.metadata().ownerReferences());
        metadata = wanted.metadata().hasAnnotations()
                ? metadata.withAnnotationsTree(wanted.metadata().annotationsTree())
                : metadata.withoutAnnotations();
        return slice.withMetadata(metadata).withEndpoints(wanted.endpoints());
    }

    /** What makes two addresses go into one slice. */
    private record Group(String type, JsonList ports) {}

    private static List<EndpointSlice> slices(Endpoints endpoints) {
        Map<String, Group> groups = new TreeMap<>();
        Map<String, JsonList> members = new TreeMap<>();
        for (var subset : endpoints.tree().list("subsets").maps().toList()) {
            for (var list : List.of("addresses", "notReadyAddresses")) {
                for (var address : subset.list(list).maps().limit(LARGEST).toList()) {
                    var type = address.string("ip").indexOf(':') < 0 ? "IPv4" : "IPv6";
                    var group = new Group(type, ports(subset.list("ports")));
                    groups.putIfAbsent(group.toString(), group);
                    members.merge(
                            group.toString(),
                            JsonList.of(endpoint(address, list.equals("addresses"))),
                            (all, one) -> all.size() < LARGEST ? all.with(one.get(0)) : all);
                }
            }
        }
        return groups.entrySet().stream()
                .map(it -> slice(endpoints, it.getValue(), members.getOrDefault(it.getKey(), JsonList.EMPTY)))
                .toList();
    }

    private static JsonList ports(JsonList ports) {
        return JsonList.copyOf(ports.maps()
                .map(port -> {
                    var result = JsonMap.of("name", port.string("name"), "port", port.number("port"));
                    var protocol = port.string("protocol");
                    result = result.with("protocol", protocol.isEmpty() ? "TCP" : protocol);
                    return port.has("appProtocol") ? result.with("appProtocol", port.string("appProtocol")) : result;
                })
                .toList());
    }

    private static JsonMap endpoint(JsonMap address, boolean ready) {
        var result =
                JsonMap.of("addresses", JsonList.of(address.string("ip")), "conditions", JsonMap.of("ready", ready));
        for (var field : List.of("hostname", "nodeName")) {
            result = address.string(field).isEmpty() ? result : result.with(field, address.string(field));
        }
        return address.has("targetRef") ? result.with("targetRef", address.map("targetRef")) : result;
    }

    private static EndpointSlice slice(Endpoints endpoints, Group group, JsonList members) {
        var labels = JsonMap.builder();
        endpoints.metadata().labelsTree().forEach(labels::put);
        labels.put(SERVICE, endpoints.name());
        labels.put(MANAGED_BY, MANAGER);
        var annotations =
                endpoints.metadata().annotationsTree().without(TRIGGERED).without(APPLIED);
        var metadata = ObjectMeta.EMPTY
                .withGenerateName(endpoints.name() + "-")
                .withNamespace(endpoints.namespace())
                .withLabelsTree(labels.build())
                .withOwnerReferences(List.of(Owners.controllerReference(Endpoints.KIND, endpoints)));
        metadata = annotations.isEmpty() ? metadata : metadata.withAnnotationsTree(annotations);
        var tree = JsonMap.of("addressType", group.type(), "endpoints", members, "ports", group.ports());
        return new EndpointSlice(tree)
                .withApiVersion(EndpointSlice.KIND.apiVersion())
                .withKind(EndpointSlice.KIND.kind())
                .withMetadata(metadata);
    }
}
