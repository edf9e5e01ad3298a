package dev.jibe.controllers.servicecidr;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.addresses.Cidr;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.Condition;
import dev.jibe.object.api.networking.v1.IPAddress;
import dev.jibe.object.api.networking.v1.ServiceCIDR;
import dev.jibe.runtime.Clock;
import java.util.List;

/** The shell of the ServiceCIDR controller; the range that the cluster was started with it creates itself. */
public final class ServiceCidrController {
    private static final String DEFAULT = "kubernetes";

    private final Resource<ServiceCIDR> ranges;
    private final Informer<ServiceCIDR> cache;
    private final Informer<IPAddress> addressCache;
    private final String serviceRange;
    private final Clock clock;

    private ServiceCidrController(Surroundings surroundings, String serviceRange) {
        ranges = surroundings.client().of(ServiceCIDR.KIND);
        cache = surroundings.informer(ServiceCIDR.KIND);
        addressCache = surroundings.informer(IPAddress.KIND);
        this.serviceRange = serviceRange;
        clock = surroundings.clock();
    }

    /** Starts the controller; {@code serviceRange} is what the API server gives addresses from, as CIDR. */
    public static Controller start(Surroundings surroundings, String serviceRange) {
        var shell = new ServiceCidrController(surroundings, serviceRange);
        var controller = surroundings.running(surroundings
                .controller("service-cidr-controller")
                .on(shell.cache)
                .mapped(shell.addressCache, shell::rangesOf)
                .start(shell::reconcile));
        controller.add(Key.cluster(DEFAULT));
        return controller;
    }

    private List<Key> rangesOf(IPAddress address) {
        return cache.cache().all().stream()
                .filter(range -> range.isTerminating()
                        && range.spec().cidrs().stream()
                                .anyMatch(it -> Cidr.parse(it).contains(address.name())))
                .map(Key::of)
                .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            if (key.name().equals(DEFAULT)) {
                createDefault(fence);
            }
            return Outcome.DONE;
        }
        var others = cache.cache().all().stream()
                .filter(it -> !it.name().equals(key.name()))
                .toList();
        var plan = ServiceCidrPlan.of(new ServiceCidrPlan.Observed(
                found.get(), others, addressCache.cache().all(), clock.now()));
        for (var action : plan.actions()) {
            apply(action, found.get(), fence);
        }
        return Outcome.DONE;
    }

    private void createDefault(Fence fence) {
        try {
            var range = ServiceCIDR.KIND.create("", DEFAULT);
            var spec = JsonMap.of("cidrs", JsonList.of(serviceRange));
            fence.wrote(cache, ranges.create(new ServiceCIDR(range.tree().with("spec", spec))));
        } catch (ApiFailure failure) {
            if (!failure.isAlreadyExists()) {
                throw failure;
            }
        }
    }

    private void apply(ServiceCidrPlan.Action action, ServiceCIDR range, Fence fence) {
        try {
            switch (action) {
                case ServiceCidrPlan.Action.AddFinalizer() ->
                    finalizers(range, JsonMap.of("finalizers", JsonList.of(ServiceCidrPlan.FINALIZER)), fence);
                case ServiceCidrPlan.Action.RemoveFinalizer() ->
                    finalizers(
                            range,
                            JsonMap.of("$deleteFromPrimitiveList/finalizers", JsonList.of(ServiceCidrPlan.FINALIZER)),
                            fence);
                case ServiceCidrPlan.Action.WriteStatus(List<Condition> conditions) -> {
                    var status = JsonMap.of(
                            "conditions",
                            JsonList.copyOf(
                                    conditions.stream().map(Condition::tree).toList()));
                    var body = JsonMap.of("metadata", JsonMap.of("uid", range.uid()), "status", status);
                    fence.wrote(cache, ranges.patchStatus("", range.name(), new Patch.Merge(body)));
                }
            }
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
    }

    private void finalizers(ServiceCIDR range, JsonMap change, Fence fence) {
        var patch = new Patch.Strategic(JsonMap.of("metadata", change.with("uid", range.uid())));
        fence.wrote(cache, ranges.patch("", range.name(), patch));
    }
}
