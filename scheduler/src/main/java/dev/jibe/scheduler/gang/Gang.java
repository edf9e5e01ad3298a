package dev.jibe.scheduler.gang;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.scheduler.snapshot.PodInfo;

/** A group of pods as its object describes it. */
public record Gang(PodGroup group) {

    /** Namespace and name of the group that a pod says it belongs to; empty if to none. */
    public static String keyOf(PodInfo pod) {
        var name = pod.spec().map("schedulingGroup").string("podGroupName");
        return name.isEmpty() ? "" : pod.pod().namespace() + "/" + name;
    }

    String key() {
        return group.namespace() + "/" + group.name();
    }

    private JsonMap spec() {
        return group.tree().map("spec");
    }

    /** How many of its pods must have a node before any gets one; 0 if that does not matter. */
    int least() {
        return (int) spec().map("schedulingPolicy").map("gang").number("minCount");
    }

    /** Whether it says anything about where its pods must be. */
    boolean isConstrained() {
        return spec().has("schedulingConstraints");
    }

    /** The label of nodes whose value must be one for all of its pods; empty if none. */
    String topologyKey() {
        var keys = spec().map("schedulingConstraints").list("topology");
        return keys.isEmpty() ? "" : keys.map(0).string("key");
    }
}
