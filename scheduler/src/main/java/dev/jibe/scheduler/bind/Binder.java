package dev.jibe.scheduler.bind;

import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.protobuf.Times;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.time.Instant;
import java.util.Objects;

/** Writes what was decided of a pod. */
public final class Binder {

    private final Resource<Pod> pods;

    public Binder(Client client) {
        this.pods = client.of(Pod.KIND);
    }

    /** Assigns the pod to the node, if it is still the one that was looked at. */
    public void bind(PodInfo info, String node) {
        var pod = info.pod();
        var metadata = JsonMap.of("name", pod.name(), "namespace", pod.namespace(), "uid", pod.uid());
        var target = JsonMap.of("apiVersion", "v1", "kind", "Node", "name", node);
        var binding = JsonMap.of("apiVersion", "v1", "kind", "Binding", "metadata", metadata, "target", target);
        pods.post(pod.namespace(), pod.name(), "binding", binding);
    }

    /** Says in the pod's status why it has no node, unless it says so already. */
    public void reject(PodInfo info, String message, Instant now) {
        var pod = info.pod();
        var old = pod.tree()
                .map("status")
                .list("conditions")
                .maps()
                .filter(c -> c.string("type").equals("PodScheduled"))
                .findFirst()
                .orElse(JsonMap.EMPTY);
        if (old.string("status").equals("False") && Objects.equals(old.string("message"), message)) {
            return;
        }
        var since = old.string("status").equals("False") ? old.string("lastTransitionTime") : Times.seconds(now);
        var condition = JsonMap.of(
                "type", "PodScheduled",
                "status", "False",
                "reason", "Unschedulable",
                "message", message,
                "lastTransitionTime", since);
        var patch = JsonMap.of("status", JsonMap.of("conditions", JsonList.of(condition)));
        pods.patchStatus(pod.namespace(), pod.name(), new Patch.Strategic(patch));
    }
}
