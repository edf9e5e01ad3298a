package dev.jibe.controllers.namespace;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.status.StatusPatch;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import java.util.List;

/** The shell of the Namespace controller. */
public final class NamespaceController {
    private final Client client;
    private final Resource<Namespace> namespaces;
    private final Informer<Namespace> namespaceCache;
    private final Informer<Pod> podCache;
    private final Clock clock;

    private NamespaceController(Surroundings surroundings) {
        client = surroundings.client();
        namespaces = client.of(Namespace.KIND);
        namespaceCache = surroundings.informer(Namespace.KIND);
        podCache = surroundings.informer(Pod.KIND);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new NamespaceController(surroundings);
        return surroundings.running(surroundings
                .controller("namespace")
                .on(shell.namespaceCache)
                .mapped(shell.podCache, shell::whichWaitsForIt)
                .start(shell::reconcile));
    }

    /** The pod's namespace, if it is being deleted and this was its last pod. */
    private List<Key> whichWaitsForIt(Pod pod) {
        var key = Key.cluster(pod.namespace());
        boolean waits =
                namespaceCache.cache().get(key).filter(Namespace::isTerminating).isPresent()
                        && podCache.cache().inNamespace(pod.namespace()).isEmpty();
        return waits ? List.of(key) : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = namespaceCache.cache().get(key).filter(Namespace::isTerminating);
        if (found.isEmpty() || !found.get().spec().finalizers().contains(NamespacePlan.FINALIZER)) {
            return Outcome.DONE;
        }
        var namespace = found.get();
        var content = new Content(client, namespace.name());
        content.delete();
        var plan = NamespacePlan.of(new NamespacePlan.Observed(
                namespace, content.left(), content.silent(), content.failures(), clock.now()));
        try {
            writeStatus(namespace, plan, fence);
            for (var action : plan.actions()) {
                switch (action) {
                    case NamespacePlan.Action.Finalize(String name, List<String> remaining) ->
                        namespaces.put("", name, "finalize", finalized(namespace, remaining));
                }
            }
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }

    /** The namespace without our finalizer, whatever its version: the status was just written. */
    private static JsonMap finalized(Namespace namespace, List<String> remaining) {
        return namespace
                .withMetadata(namespace.metadata().withoutResourceVersion())
                .withSpec(namespace.spec().withFinalizers(remaining))
                .tree();
    }

    private void writeStatus(Namespace namespace, NamespacePlan plan, Fence fence) {
        if (plan.actions().isEmpty()) { // what is about to go needs no status
            StatusPatch.of(
                            namespace.uid(),
                            namespace.status().tree(),
                            plan.status().tree())
                    .ifPresent(
                            patch -> fence.wrote(namespaceCache, namespaces.patchStatus("", namespace.name(), patch)));
        }
    }
}
