package dev.jibe.controllers.nodettl;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import java.util.List;

/** The shell of the controller of the annotation {@code node.alpha.kubernetes.io/ttl}. */
public final class NodeTtlController {
    private static final String ANNOTATION = "node.alpha.kubernetes.io/ttl";

    private final Resource<Node> nodes;
    private final Informer<Node> nodeCache;
    private int count;
    private int step;

    private NodeTtlController(Surroundings surroundings) {
        nodes = surroundings.client().of(Node.KIND);
        nodeCache = surroundings.informer(Node.KIND);
    }

    public static void start(Surroundings surroundings) {
        var shell = new NodeTtlController(surroundings);
        shell.nodeCache.onChange(shell::count);
        surroundings.running(surroundings
                .controller("ttlcontroller")
                .mapped(shell.nodeCache, shell::unlessRight)
                .start(shell::reconcile));
    }

    private synchronized void count(Change<Node> change) {
        count += switch (change) {
            case Change.Added<Node> added -> 1;
            case Change.Updated<Node> updated -> 0;
            case Change.Deleted<Node> deleted -> -1;
        };
        step = Steps.next(step, count);
    }

    private synchronized String wanted() {
        return Integer.toString(Steps.seconds(step));
    }

    private List<Key> unlessRight(Node node) {
        return wanted().equals(node.annotations().get(ANNOTATION)) ? List.of() : List.of(Key.of(node));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = nodeCache.cache().get(key);
        var seconds = wanted();
        if (found.isEmpty() || seconds.equals(found.get().annotations().get(ANNOTATION))) {
            return Outcome.DONE;
        }
        var metadata = JsonMap.of("uid", found.get().uid(), "annotations", JsonMap.of(ANNOTATION, seconds));
        ApiFailure.unlessGone(() ->
                fence.wrote(nodeCache, nodes.patch("", key.name(), new Patch.Merge(JsonMap.of("metadata", metadata)))));
        return Outcome.DONE;
    }
}
