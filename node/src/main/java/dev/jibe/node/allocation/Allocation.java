package dev.jibe.node.allocation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.quota.Amounts;
import java.util.HashMap;
import java.util.Map;

/**
 * The resources that a node has promised a pod, which lag behind its spec while a resize has to wait.
 *
 * @param pod the {@code resources} of the pod as a whole
 * @param containers the {@code resources} of each container that can be resized: main ones and sidecars
 */
public record Allocation(JsonMap pod, Map<String, JsonMap> containers) {

    /** All that the spec of a pod asks for. */
    public static Allocation of(Pod pod) {
        JsonMap spec = pod.spec().tree();
        var containers = new HashMap<String, JsonMap>();
        spec.list("containers").maps().forEach(each -> containers.put(each.string("name"), each.map("resources")));
        spec.list("initContainers")
                .maps()
                .filter(Allocation::isSidecar)
                .forEach(each -> containers.put(each.string("name"), each.map("resources")));
        return new Allocation(spec.map("resources"), Map.copyOf(containers));
    }

    private static boolean isSidecar(JsonMap init) {
        return init.string("restartPolicy").equals("Always");
    }

    /** The pod as if it had asked for what it was promised; the same pod if it did. */
    public Pod onto(Pod desired) {
        JsonMap spec = desired.spec().tree();
        JsonMap promised = spec;
        if (!isSame(spec.map("resources"), pod)) {
            promised = pod.isEmpty() ? promised.without("resources") : promised.with("resources", pod);
        }
        for (String list : new String[] {"containers", "initContainers"}) {
            JsonList changed = onto(spec.list(list));
            if (!changed.equals(spec.list(list))) {
                promised = promised.with(list, changed);
            }
        }
        return promised.equals(spec) ? desired : Pod.KIND.of(desired.tree().with("spec", promised));
    }

    private JsonList onto(JsonList desired) {
        JsonList promised = desired;
        for (int i = 0; i < desired.size(); i++) {
            JsonMap container = (JsonMap) desired.get(i);
            JsonMap mine = containers.get(container.string("name"));
            if (mine != null && !isSame(container.map("resources"), mine)) {
                promised = promised.set(i, container.with("resources", mine));
            }
        }
        return promised;
    }

    /** Whether the pod asks for just what it was promised. */
    public boolean isOf(Pod desired) {
        return onto(desired).spec().tree().equals(desired.spec().tree());
    }

    private static boolean isSame(JsonMap one, JsonMap other) {
        return one.equals(other)
                || Amounts.of(one.map("requests")).equals(Amounts.of(other.map("requests")))
                        && Amounts.of(one.map("limits")).equals(Amounts.of(other.map("limits")));
    }

    JsonMap tree() {
        return JsonMap.of("pod", pod, "containers", JsonMap.copyOf(containers));
    }

    static Allocation from(JsonMap tree) {
        var containers = new HashMap<String, JsonMap>();
        tree.map("containers").forEach((name, resources) -> containers.put(name, (JsonMap) resources));
        return new Allocation(tree.map("pod"), Map.copyOf(containers));
    }
}
