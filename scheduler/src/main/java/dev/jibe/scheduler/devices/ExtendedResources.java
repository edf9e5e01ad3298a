package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended resources of one pod that devices of some classes make up, on nodes that have none of them otherwise.
 *
 * <p>A claim of the scheduler's own stands for them. See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#extended-resource">Extended
 * resource allocation by DRA</a>.
 */
public final class ExtendedResources {
    private static final String ANNOTATION = "resource.kubernetes.io/extended-resource-claim";

    private final Pod pod;
    private final Map<String, Long> asked;
    private final SortedMap<String, String> classes;
    private final Optional<JsonMap> former;

    /** The claim for what the pod asks for on one node. */
    record Drawn(JsonMap claim, JsonList mappings) {}

    private ExtendedResources(Pod pod, Map<String, Long> asked, SortedMap<String, String> classes, Devices devices) {
        this.pod = pod;
        this.asked = asked;
        this.classes = classes;
        this.former = devices.claimsOf(pod.uid()).stream()
                .filter(ExtendedResources::isOne)
                .findFirst();
    }

    /** Those of a pod; nothing if no class makes up anything that it asks for. */
    static Optional<ExtendedResources> of(PodInfo pod, Devices devices) {
        var asked = pod.template().requests().other();
        var classes = new TreeMap<String, String>();
        asked.forEach((name, amount) -> {
            if (amount > 0) {
                devices.classFor(name)
                        .ifPresent(it -> classes.put(name, it.map("metadata").string("name")));
            }
        });
        return classes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExtendedResources(pod.pod(), asked, classes, devices));
    }

    /** Whether a claim stands for extended resources. */
    public static boolean isOne(JsonMap claim) {
        return claim.map("metadata").map("annotations").string(ANNOTATION).equals("true");
    }

    /** The claim of an earlier attempt, which has to go before there can be another. */
    Optional<JsonMap> former() {
        return former;
    }

    /** Whether there is something that neither the node nor any class has. */
    boolean isAmiss(NodeInfo node) {
        var has = node.allocatable().other();
        return asked.entrySet().stream()
                .anyMatch(
                        it -> it.getValue() > 0 && !classes.containsKey(it.getKey()) && !has.containsKey(it.getKey()));
    }

    /** What there is to be claimed on a node; nothing if the node has all of it. */
    Optional<Drawn> on(NodeInfo node) {
        var lacking = new TreeMap<>(classes);
        lacking.keySet().removeIf(name -> node.allocatable().amount(name) > 0);
        if (lacking.isEmpty()) {
            return Optional.empty();
        }
        var drawn = ExtendedRequests.of(pod.tree().map("spec"), lacking);
        var claim = claim().with("spec", JsonMap.of("devices", JsonMap.of("requests", drawn.requests())));
        return Optional.of(new Drawn(claim, drawn.mappings()));
    }

    private JsonMap claim() {
        var owner =
                JsonMap.of("apiVersion", "v1", "kind", "Pod", "name", pod.name(), "uid", pod.uid(), "controller", true);
        var metadata = JsonMap.of(
                "namespace", pod.namespace(),
                "generateName", pod.name() + "-extended-resources-",
                "uid", "extended-resources-of-" + pod.uid(),
                "annotations", JsonMap.of(ANNOTATION, "true"),
                "ownerReferences", JsonList.of(owner));
        return JsonMap.of("apiVersion", "resource.k8s.io/v1", "kind", "ResourceClaim", "metadata", metadata);
    }
}
