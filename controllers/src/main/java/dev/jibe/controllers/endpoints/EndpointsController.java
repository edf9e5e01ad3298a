package dev.jibe.controllers.endpoints;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.services.Backends;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The shell of the Endpoints controller; its keys are Services. */
public final class EndpointsController {
    private final Resource<Endpoints> endpoints;
    private final Informer<Service> serviceCache;
    private final Informer<Pod> podCache;
    private final Informer<Endpoints> endpointsCache;
    private final EventRecorder events;

    /** Services that are gone, and whose Endpoints go too. */
    private final Set<Key> gone = ConcurrentHashMap.newKeySet();

    private EndpointsController(Surroundings surroundings) {
        endpoints = surroundings.client().of(Endpoints.KIND);
        serviceCache = surroundings.informer(Service.KIND);
        serviceCache.onChange(change -> {
            if (change instanceof Change.Deleted<Service>(Service last)) {
                gone.add(Key.of(last));
            }
        });
        podCache = surroundings.informer(Pod.KIND);
        endpointsCache = surroundings.informer(Endpoints.KIND);
        events = surroundings.events("endpoint-controller");
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new EndpointsController(surroundings);
        return surroundings.running(surroundings
                .controller("endpoint")
                .on(shell.serviceCache)
                .on(shell.endpointsCache)
                .mapped(shell.podCache, shell::servicesOf)
                .start(shell::reconcile));
    }

    private List<Key> servicesOf(Pod pod) {
        return serviceCache.cache().inNamespace(pod.namespace()).stream()
                .filter(service -> Backends.selects(service, pod))
                .map(Key::of)
                .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var service = serviceCache.cache().get(key);
        var present = endpointsCache.cache().get(key);
        if (service.isEmpty()) {
            // Who writes Endpoints by hand keeps them, unless there was a Service of that name; ours carry our label.
            boolean wasThere = gone.remove(key);
            present.filter(it -> wasThere || isOurs(it)).ifPresent(old -> delete(old, fence));
            return Outcome.DONE;
        }
        var pods = podCache.cache().inNamespace(key.namespace());
        var plan = EndpointsPlan.of(new EndpointsPlan.Observed(service.get(), pods, present));
        for (var action : plan.actions()) {
            try {
                apply(action, fence);
            } catch (ApiFailure failure) {
                if (!failure.isNamespaceTerminating() && !failure.isConflict()) {
                    events.warning(
                            service.get(),
                            "FailedToUpdateEndpoint",
                            "Failed to update endpoint " + key + ": " + failure.getMessage());
                }
                if (!failure.isNamespaceTerminating()) {
                    throw failure;
                }
            }
        }
        return Outcome.DONE;
    }

    private void apply(EndpointsPlan.Action action, Fence fence) {
        switch (action) {
            case EndpointsPlan.Action.Create(Endpoints wanted) -> fence.wrote(endpointsCache, endpoints.create(wanted));
            case EndpointsPlan.Action.Update(Endpoints wanted) -> fence.wrote(endpointsCache, endpoints.update(wanted));
        }
    }

    private static boolean isOurs(Endpoints object) {
        return object.metadata().labelsTree().has("endpoints.kubernetes.io/managed-by");
    }

    private void delete(Endpoints old, Fence fence) {
        try {
            endpoints.delete(old.namespace(), old.name(), Deletion.ofUid(old.uid()));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
        fence.deleted(endpointsCache, Key.of(old), old.uid());
    }
}
