package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether the node of a pod that is to be resized can do it: by what it says of itself, and by how much it has.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/">resizing
 * containers</a> and KEP-5328 (features that nodes declare).
 */
final class PodResizes {

    private static final String WHOLE_PODS = "InPlacePodLevelResourcesVerticalScaling";
    private static final String INIT_CONTAINERS = "InPlacePodVerticalScalingInitContainers";

    private final Store<JsonMap> store;

    private PodResizes(Store<JsonMap> store) {
        this.store = store;
    }

    /** Sees that the node declares what a change of the pod needs. */
    static Admission.Validating declared(Store<JsonMap> store) {
        var resizes = new PodResizes(store);
        return attributes -> {
            if (isChange(attributes, "") || isChange(attributes, "resize")) {
                resizes.checkDeclared(attributes);
            }
        };
    }

    /** Sees that the node runs Linux and has what the pod wants. */
    static Admission.Validating fitting(Store<JsonMap> store) {
        var resizes = new PodResizes(store);
        return attributes -> {
            if (isChange(attributes, "resize")) {
                resizes.checkFits(attributes);
            }
        };
    }

    private static boolean isChange(Attributes attributes, String subresource) {
        return attributes.isUpdate()
                && attributes.isOf("", "pods", subresource)
                && !attributes.object().map("spec").string("nodeName").isEmpty()
                && attributes.object().map("metadata").number("generation")
                        != attributes.old().map("metadata").number("generation");
    }

    private JsonMap node(Attributes attributes) {
        var name = attributes.object().map("spec").string("nodeName");
        var entry = store.latest().get("nodes", name);
        if (entry == null) {
            throw attributes.forbidden("node \"" + name + "\" not found");
        }
        return entry.value();
    }

    private void checkDeclared(Attributes attributes) {
        var needed = needed(attributes.old().map("spec"), attributes.object().map("spec"));
        if (needed.isEmpty()) {
            return;
        }
        var node = node(attributes);
        var declared = node.map("status").list("declaredFeatures").strings().toList();
        var lacking = needed.stream().filter(name -> !declared.contains(name)).toList();
        if (!lacking.isEmpty()) {
            throw attributes.forbidden("pod update requires features " + String.join(", ", lacking)
                    + " which are not available on node \"" + name(node) + "\"");
        }
    }

    private static List<String> needed(JsonMap before, JsonMap after) {
        var needed = new ArrayList<String>();
        if (!Objects.equals(before.get("resources"), after.get("resources"))) {
            needed.add(WHOLE_PODS);
        }
        var starting = before.list("initContainers");
        for (int i = 0; i < starting.size(); i++) {
            var container = starting.map(i);
            boolean changed = !container
                    .map("resources")
                    .equals(after.list("initContainers").map(i).map("resources"));
            if (changed && !container.string("restartPolicy").equals("Always")) {
                needed.add(INIT_CONTAINERS);
                break;
            }
        }
        return needed;
    }

    private void checkFits(Attributes attributes) {
        var node = node(attributes);
        var labels = node.map("metadata").map("labels");
        var system = labels.string("kubernetes.io/os");
        if (labels.has("kubernetes.io/os") && !system.equals("linux")) {
            throw refusal(
                    attributes,
                    "pod resize is only supported on linux nodes, node \"" + name(node) + "\" is \"" + system + "\"",
                    "UnsupportedPlatform");
        }
        var requests = PodTotals.requests(attributes.object().without("status"));
        var allocatable = node.map("status").map("allocatable");
        var cpu = requests.getOrDefault("cpu", Quantity.ZERO);
        var memory = requests.getOrDefault("memory", Quantity.ZERO);
        var wrong = new ArrayList<String>();
        if (cpu.compareTo(quantity(allocatable, "cpu")) > 0) {
            wrong.add("cpu, requested: " + cpu.milliValue() + ", allocatable: "
                    + quantity(allocatable, "cpu").milliValue());
        }
        if (memory.compareTo(quantity(allocatable, "memory")) > 0) {
            wrong.add("memory, requested: " + memory.value() + ", allocatable: "
                    + quantity(allocatable, "memory").value());
        }
        if (!wrong.isEmpty()) {
            throw refusal(
                    attributes,
                    "node didn't have enough allocatable resources: " + String.join("; ", wrong),
                    "NodeCapacity");
        }
    }

    private static Quantity quantity(JsonMap amounts, String name) {
        return amounts.has(name) ? Quantity.parse(amounts.string(name)) : Quantity.ZERO;
    }

    private static String name(JsonMap node) {
        return node.map("metadata").string("name");
    }

    private static ApiException refusal(Attributes attributes, String why, String cause) {
        var plain = attributes.forbidden(why);
        return ApiException.forbidden(
                String.valueOf(plain.getMessage()),
                plain.status().map("details").with("causes", JsonList.of(JsonMap.of("reason", cause))));
    }
}
