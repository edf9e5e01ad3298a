package dev.jibe.controllers.endpointslicemirroring;

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
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.Service;
import java.util.List;

/** The shell of the mirroring controller; its keys are Endpoints. */
public final class EndpointSliceMirroringController {
    private static final String BY_SERVICE = "mirrors";

    private final Resource<EndpointSlice> slices;
    private final Informer<EndpointSlice> sliceCache;
    private final Informer<Endpoints> endpointsCache;
    private final Informer<Service> serviceCache;
    private final EventRecorder events;

    private EndpointSliceMirroringController(Surroundings surroundings) {
        events = surroundings.events("endpoint-slice-mirroring-controller");
        slices = surroundings.client().of(EndpointSlice.KIND);
        sliceCache = surroundings.informer(EndpointSlice.KIND);
        endpointsCache = surroundings.informer(Endpoints.KIND);
        serviceCache = surroundings.informer(Service.KIND);
        sliceCache.addIndex(
                BY_SERVICE, slice -> concerns(slice).stream().map(Key::toString).toList());
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new EndpointSliceMirroringController(surroundings);
        return surroundings.running(surroundings
                .controller("endpoint_slice_mirroring_controller")
                .on(shell.endpointsCache)
                .on(shell.serviceCache)
                .mapped(shell.sliceCache, EndpointSliceMirroringController::concerns)
                .start(shell::reconcile));
    }

    private static List<Key> concerns(EndpointSlice slice) {
        var service = slice.labels().getOrDefault(MirrorPlan.SERVICE, "");
        return MirrorPlan.MANAGER.equals(slice.labels().get(MirrorPlan.MANAGED_BY)) && !service.isEmpty()
                ? List.of(new Key(slice.namespace(), service))
                : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var plan = MirrorPlan.of(new MirrorPlan.Observed(
                endpointsCache.cache().get(key),
                serviceCache.cache().get(key),
                sliceCache.cache().byIndex(BY_SERVICE, key.toString())));
        for (var action : plan.actions()) {
            try {
                apply(action, key, fence);
            } catch (ApiFailure failure) {
                if (!failure.isNamespaceTerminating() && !failure.isNotFound()) {
                    throw failure;
                }
            }
        }
        return Outcome.DONE;
    }

    private void apply(MirrorPlan.Action action, Key key, Fence fence) {
        switch (action) {
            case MirrorPlan.Action.Create(EndpointSlice slice) -> fence.wrote(sliceCache, slices.create(slice));
            case MirrorPlan.Action.Tell(Endpoints endpoints, String message) ->
                events.warning(endpoints, "TooManyAddressesToMirror", message);
            case MirrorPlan.Action.Update(EndpointSlice slice) -> fence.wrote(sliceCache, slices.update(slice));
            case MirrorPlan.Action.Delete(String name, String uid) -> {
                slices.delete(key.namespace(), name, Deletion.ofUid(uid));
                fence.deleted(sliceCache, new Key(key.namespace(), name), uid);
            }
        }
    }
}
