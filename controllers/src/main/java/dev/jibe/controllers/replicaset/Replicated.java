package dev.jibe.controllers.replicaset;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.v1.ReplicationController;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A kind that keeps a number of like pods, and how to look at it as a ReplicaSet.
 *
 * @param controller the name of its queue
 * @param component who its events say they are from
 * @param view the same object as a ReplicaSet; it keeps its own kind and apiVersion
 * @param status a ReplicaSet's status with what this kind knows of it
 */
record Replicated<T extends ApiObject>(
        Kind<T> kind,
        String controller,
        String component,
        Function<T, ReplicaSet> view,
        UnaryOperator<JsonMap> status) {

    static final Replicated<ReplicaSet> SETS = new Replicated<>(
            ReplicaSet.KIND, "replicaset", "replicaset-controller", UnaryOperator.identity(), UnaryOperator.identity());

    static final Replicated<ReplicationController> CONTROLLERS = new Replicated<>(
            ReplicationController.KIND,
            "replicationmanager",
            "replication-controller",
            Replicated::asReplicaSet,
            status -> status.without("terminatingReplicas"));

    /** The selector is the only difference: here it is a map of labels. */
    private static ReplicaSet asReplicaSet(ReplicationController controller) {
        var labels = controller.spec().tree().map("selector");
        return new ReplicaSet(controller.tree().withAt(JsonMap.of("matchLabels", labels), "spec", "selector"));
    }
}
