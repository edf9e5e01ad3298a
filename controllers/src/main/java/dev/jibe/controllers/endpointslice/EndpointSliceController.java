package dev.jibe.controllers.endpointslice;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.endpointslice.Action.CreateSlice;
import dev.jibe.controllers.endpointslice.Action.DeleteSlice;
import dev.jibe.controllers.endpointslice.Action.UpdateSlice;
import dev.jibe.controllers.services.Backends;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.quantity.Quantity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shell of the EndpointSlice controller; its keys are Services. */
public final class EndpointSliceController {
    private static final String BY_SERVICE = "managed by us, by service";
    private static final String NO_HINTS = "TopologyAwareHintsDisabled";
    private static final String FAILED = "FailedToUpdateEndpointSlices";
    private static final Duration UNTIL_NODES_ARE_KNOWN = Duration.ofSeconds(1);
    private static final List<String> CONTROL_PLANE =
            List.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Resource<EndpointSlice> slices;
    private final Informer<Service> serviceCache;
    private final Informer<Pod> podCache;
    private final Informer<EndpointSlice> sliceCache;
    private final Informer<Node> nodeCache;
    private final EventRecorder events;
    private final SliceMetrics metrics;

    /** What was said of the hints of Services last. */
    private final Map<Key, Optional<String>> told = new ConcurrentHashMap<>();

    private EndpointSliceController(Surroundings surroundings) {
        slices = surroundings.client().of(EndpointSlice.KIND);
        serviceCache = surroundings.informer(Service.KIND);
        podCache = surroundings.informer(Pod.KIND);
        sliceCache = surroundings.informer(EndpointSlice.KIND);
        nodeCache = surroundings.informer(Node.KIND);
        events = surroundings.events("endpoint-slice-controller");
        metrics = new SliceMetrics(surroundings.metrics(), sliceCache.cache());
        sliceCache.addIndex(BY_SERVICE, EndpointSliceController::serviceOf);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new EndpointSliceController(surroundings);
        return surroundings.running(surroundings
                .controller("endpoint_slice")
                .on(shell.serviceCache)
                .mapped(shell.podCache, shell::servicesOf)
                .mapped(shell.sliceCache, EndpointSliceController::keysOf)
                .mapped(shell.nodeCache, shell::sharing)
                .start(shell::reconcile));
    }

    private List<Key> servicesOf(Pod pod) {
        return serviceCache.cache().inNamespace(pod.namespace()).stream()
                .filter(service -> Backends.selects(service, pod))
                .map(Key::of)
                .toList();
    }

    /** {@code namespace/service} of a slice that is ours, nothing of others'. */
    private static List<String> serviceOf(EndpointSlice slice) {
        return keysOf(slice).stream().map(Key::toString).toList();
    }

    private static List<Key> keysOf(EndpointSlice slice) {
        var labels = slice.metadata().labelsTree();
        return labels.string(SliceShape.MANAGED_BY).equals(SliceShape.MANAGER)
                ? List.of(new Key(slice.namespace(), labels.string(SliceShape.SERVICE)))
                : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = serviceCache.cache().get(key);
        if (found.isEmpty()) {
            told.remove(key);
            return Outcome.DONE; // the garbage collector takes the slices of a deleted Service
        }
        var service = found.get();
        var present = sliceCache.cache().byIndex(BY_SERVICE, key.toString());
        var pods = podCache.cache().inNamespace(key.namespace());
        var plan = EndpointSlicePlan.of(new EndpointSlicePlan.Observed(service, pods, present, zones(), cpus()));
        metrics.planned(present, plan.actions(), service.spec().trafficDistribution());
        for (var action : plan.actions()) {
            try {
                apply(action, service, fence);
            } catch (ApiFailure failure) {
                if (!failure.isNamespaceTerminating()) {
                    metrics.synced(false);
                    events.warning(
                            service,
                            FAILED,
                            "Error updating Endpoint Slices for Service " + key + ": " + failure.getMessage());
                    throw failure;
                }
            }
        }
        tellOfHints(service, plan);
        var lost = plan.lost();
        if (lost.isPresent()) {
            var text = "skipping Pod " + lost.get().name() + " for Service " + key + ": Node "
                    + lost.get().spec().nodeName() + " Not Found";
            metrics.synced(false);
            events.warning(service, FAILED, "Error updating Endpoint Slices for Service " + key + ": " + text);
            return Outcome.again(UNTIL_NODES_ARE_KNOWN);
        }
        metrics.synced(true);
        return Outcome.DONE;
    }

    /** Those whose endpoints depend on how large the zones are. */
    private List<Key> sharing(Node node) {
        return serviceCache.cache().all().stream()
                .filter(Group::sharesByZone)
                .map(Key::of)
                .toList();
    }

    /** Says once whether zones get their part of the endpoints, and why not. */
    private void tellOfHints(Service service, EndpointSlicePlan plan) {
        plan.hints().forEach((type, problem) -> {
            if (!problem.equals(told.put(Key.of(service), problem))) {
                var text = problem.orElse("Topology Aware Hints has been enabled") + ", addressType: " + type;
                events.record(
                        service,
                        problem.isPresent() ? EventRecorder.WARNING : EventRecorder.NORMAL,
                        problem.isPresent() ? NO_HINTS : "TopologyAwareHintsEnabled",
                        text);
            }
        });
        var before = plan.hints().isEmpty() ? told.remove(Key.of(service)) : null;
        if (before != null && before.isEmpty()) {
            Group.addressTypes(service)
                    .forEach(type -> events.warning(
                            service, NO_HINTS, "Topology Aware Hints has been disabled, addressType: " + type));
        }
    }

    private void apply(Action action, Service service, Fence fence) {
        switch (action) {
            case CreateSlice(EndpointSlice slice) -> fence.wrote(sliceCache, slices.create(slice));
            case UpdateSlice(EndpointSlice slice) -> fence.wrote(sliceCache, slices.update(slice));
            case DeleteSlice(String name, String uid) -> {
                try {
                    slices.delete(service.namespace(), name, Deletion.ofUid(uid));
                } catch (ApiFailure failure) {
                    if (!failure.isNotFound()) {
                        throw failure;
                    }
                }
                fence.deleted(sliceCache, new Key(service.namespace(), name), uid);
            }
        }
    }

    /** The part that each zone has of the CPUs of all nodes that are ready; nothing if a node does not say its own. */
    private Map<String, Double> cpus() {
        var millis = new HashMap<String, Double>();
        for (var node : nodeCache.cache().all()) {
            var labels = node.metadata().labelsTree();
            boolean isReady = node.status().conditions().stream()
                    .anyMatch(it -> it.type().equals("Ready") && it.status().equals("True"));
            if (isReady && CONTROL_PLANE.stream().noneMatch(labels::has)) {
                double cpu = node.status()
                        .allocatable()
                        .getOrDefault("cpu", Quantity.ZERO)
                        .milliValue();
                if (labels.string(ZONE).isEmpty() || cpu == 0) {
                    return Map.of();
                }
                millis.merge(labels.string(ZONE), cpu, Double::sum);
            }
        }
        double all = millis.values().stream().mapToDouble(Double::doubleValue).sum();
        millis.replaceAll((zone, part) -> part / all);
        return millis.size() < 2 ? Map.of() : millis;
    }

    private Map<String, String> zones() {
        var zones = new HashMap<String, String>();
        for (var node : nodeCache.cache().all()) {
            zones.put(node.name(), node.metadata().labelsTree().string(ZONE));
        }
        return zones;
    }
}
