package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Store;
import java.util.List;

/**
 * Tells a pod in which zone and region the node is that it is bound to.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/issues/4742">KEP-4742</a>.
 */
public final class PodTopologyLabels implements Admission.Mutating {

    private static final List<String> KEYS = List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final Store<JsonMap> store;

    public PodTopologyLabels(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var object = attributes.object();
        if (!attributes.isCreate()) {
            return object;
        }
        if (attributes.isOf("", "pods")) {
            return labelled(object, object.map("spec").string("nodeName"));
        }
        boolean toNode = attributes.isOf("", "pods", "binding")
                && object.map("target").string("kind").equals("Node");
        return toNode ? labelled(object, object.map("target").string("name")) : object;
    }

    private JsonMap labelled(JsonMap object, String nodeName) {
        var node = nodeName.isEmpty() ? null : store.latest().get("nodes", nodeName);
        if (node == null) {
            return object;
        }
        var known = node.value().map("metadata").map("labels");
        var labels = object.map("metadata").map("labels");
        for (var key : KEYS) {
            labels = known.has(key) ? labels.with(key, known.string(key)) : labels;
        }
        return labels.isEmpty()
                ? object
                : object.with("metadata", object.map("metadata").with("labels", labels));
    }
}
