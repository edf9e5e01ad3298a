package dev.jibe.controllers.disruption;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.Paths;
import dev.jibe.client.cache.Informer;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.ReplicationController;
import dev.jibe.object.view.ApiObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many pods the controllers of some pods are to have: by their kind, or by their scale subresource. */
final class Scales {
    private final Client client;
    private final Informer<ReplicaSet> replicaSets;
    private final Informer<Deployment> deployments;
    private final Informer<StatefulSet> statefulSets;
    private final Informer<ReplicationController> replicationControllers;

    Scales(Surroundings surroundings) {
        client = surroundings.client();
        replicaSets = surroundings.informer(ReplicaSet.KIND);
        deployments = surroundings.informer(Deployment.KIND);
        statefulSets = surroundings.informer(StatefulSet.KIND);
        replicationControllers = surroundings.informer(ReplicationController.KIND);
    }

    List<Informer<?>> caches() {
        return List.of(replicaSets, deployments, statefulSets, replicationControllers);
    }

    /** The size of a controller, by its uid. */
    private record Scale(String uid, int replicas) {}

    /**
     * What was found.
     *
     * @param unmanaged the pods that have no controller
     */
    record Found(Map<String, Integer> byUid, List<Pod> unmanaged) {}

    /** @throws ApiFailure if a controller says nothing of how many pods it is to have */
    Found of(List<Pod> pods) {
        var byUid = new HashMap<String, Integer>();
        var looked = new HashMap<String, String>();
        var unmanaged = new ArrayList<Pod>();
        for (var pod : pods) {
            var owner = Owners.controllerOf(pod);
            if (owner.isEmpty()) {
                unmanaged.add(pod);
            } else if (!looked.containsKey(owner.get().uid())) {
                var scale = scale(pod.namespace(), owner.get());
                looked.put(owner.get().uid(), pod.name());
                byUid.put(scale.uid(), scale.replicas());
            }
        }
        return new Found(byUid, unmanaged);
    }

    private Scale scale(String namespace, OwnerReference owner) {
        var known = switch (owner.kind()) {
            case "ReplicaSet" -> cached(replicaSets, namespace, owner).map(this::scale);
            case "StatefulSet" ->
                cached(statefulSets, namespace, owner)
                        .map(it -> new Scale(it.uid(), it.spec().replicas()));
            case "ReplicationController" ->
                cached(replicationControllers, namespace, owner)
                        .map(it -> new Scale(it.uid(), it.spec().replicas()));
            default -> Optional.<Scale>empty();
        };
        return known.orElseGet(() -> ask(namespace, owner));
    }

    private Scale scale(ReplicaSet set) {
        return Owners.controllerOf(set)
                .filter(owner -> owner.kind().equals("Deployment"))
                .flatMap(owner -> cached(deployments, set.namespace(), owner))
                .map(it -> new Scale(it.uid(), it.spec().replicas()))
                .orElseGet(() -> new Scale(set.uid(), set.spec().replicas()));
    }

    private static <T extends ApiObject> Optional<T> cached(
            Informer<T> informer, String namespace, OwnerReference owner) {
        return informer.cache()
                .get(namespace, owner.name())
                .filter(it -> it.uid().equals(owner.uid()));
    }

    /** Any other kind has to have the subresource. */
    private Scale ask(String namespace, OwnerReference owner) {
        var kind = client.discovery().kind(owner.apiVersion(), owner.kind());
        if (kind.isEmpty()) {
            throw ApiFailure.of(
                    404,
                    "NotFound",
                    "no matches for kind \"" + owner.kind() + "\" in version \"" + owner.apiVersion() + "\"");
        }
        var path = Paths.subresource(kind.get(), namespace, owner.name(), "scale");
        try {
            var reply = client.transport().send(Call.get(path, Map.of()));
            var metadata = reply.body().map("metadata");
            return new Scale(
                    metadata.string("uid"), (int) reply.body().map("spec").number("replicas"));
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                var resource = kind.get().plural()
                        + (kind.get().group().isEmpty() ? "" : "." + kind.get().group());
                throw ApiFailure.of(404, "NotFound", resource + " does not implement the scale subresource");
            }
            throw failure;
        }
    }
}
