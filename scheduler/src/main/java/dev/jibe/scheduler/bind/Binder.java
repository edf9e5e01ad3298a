package dev.jibe.scheduler.bind;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.protobuf.Times;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

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

    /** Whether the pod is assigned to the node now. */
    public boolean isBound(PodInfo info, String node) {
        var pod = info.pod();
        return pods.find(pod.namespace(), pod.name())
                .filter(found ->
                        found.uid().equals(pod.uid()) && found.spec().nodeName().equals(node))
                .isPresent();
    }

    /**
     * Says in the pod's status why it has no node and for which one it waits, unless it says so already.
     *
     * @param reason upstream's word for it
     * @param nominated the node; empty for none; absent to leave what is there
     */
    public void reject(PodInfo info, String reason, String message, Optional<String> nominated, Instant now) {
        var status = info.pod().tree().map("status");
        var old = condition(info.pod(), "PodScheduled");
        boolean rejected = old.string("status").equals("False");
        boolean said = rejected && Objects.equals(old.string("message"), message);
        var written = status.string("nominatedNodeName");
        if (said && written.equals(nominated.orElse(written))) {
            return;
        }
        var condition = JsonMap.of(
                "type",
                "PodScheduled",
                "status",
                "False",
                "reason",
                reason,
                "message",
                message,
                "lastTransitionTime",
                rejected ? old.string("lastTransitionTime") : Times.seconds(now));
        var change = JsonMap.of("conditions", JsonList.of(observed(condition, info.pod())));
        if (nominated.isPresent()) {
            change = change.with("nominatedNodeName", nominated.get().isEmpty() ? Null.NULL : nominated.get());
        }
        patch(info.pod(), change);
    }

    /** Says that the pod waits for no particular node any more. */
    public void withdraw(PodInfo info) {
        patch(info.pod(), JsonMap.of("nominatedNodeName", Null.NULL));
    }

    /** Makes a pod leave for another: it learns why, and then has its grace period. False if it was leaving already. */
    public boolean evict(PodInfo victim, PodInfo preemptor, Instant now) {
        var pod = victim.pod();
        if (pod.isTerminating()) {
            return false;
        }
        var condition = JsonMap.of(
                "type", "DisruptionTarget",
                "status", "True",
                "reason", "PreemptionByScheduler",
                "message",
                        preemptor.spec().string("schedulerName") + ": preempting to accommodate a higher priority pod",
                "lastTransitionTime", Times.seconds(now));
        try {
            patch(pod, JsonMap.of("conditions", JsonList.of(observed(condition, pod))));
            pods.delete(pod.namespace(), pod.name(), Deletion.ofUid(pod.uid()));
            return true;
        } catch (ApiFailure failure) {
            if (failure.isNotFound() || failure.isConflict()) {
                return false;
            }
            throw failure;
        }
    }

    private static JsonMap condition(Pod pod, String type) {
        return pod.tree()
                .map("status")
                .list("conditions")
                .maps()
                .filter(c -> c.string("type").equals(type))
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    private static JsonMap observed(JsonMap condition, Pod pod) {
        long generation = pod.tree().map("metadata").number("generation");
        return generation == 0 ? condition : condition.with("observedGeneration", generation);
    }

    private void patch(Pod pod, JsonMap status) {
        pods.patchStatus(pod.namespace(), pod.name(), new Patch.Strategic(JsonMap.of("status", status)));
    }
}
