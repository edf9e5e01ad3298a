package dev.jibe.controllers.nodelifecycle;

import dev.jibe.object.api.v1.NodeCondition;
import dev.jibe.object.api.v1.Taint;
import java.util.List;
import java.util.Map;

/** Everything a node lifecycle controller can do to the world. */
sealed interface Action {

    /** Say of the node what is known since it fell silent: nothing. */
    record SetConditions(List<NodeCondition> conditions) implements Action {}

    /** Give the node these taints, if it is still the version that was looked at. */
    record SetTaints(List<Taint> taints) implements Action {}

    /** Give the node these labels. */
    record SetLabels(Map<String, String> labels) implements Action {}

    /** Say that a pod on a silent node is not ready, so that no Service sends it traffic. */
    record MarkPodNotReady(String namespace, String name, String uid) implements Action {}

    /** Delete a pod that does not tolerate a taint of its node, or not any longer. */
    record EvictPod(String namespace, String name, String uid) implements Action {}
}
