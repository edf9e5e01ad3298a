package dev.jibe.controllers.pods;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import dev.jibe.object.api.v1.PodStatus;
import dev.jibe.runtime.Clock;
import java.util.List;

/**
 * How a controller makes a pod leave: it says why in a condition, and deletes it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions">Pod disruption
 * conditions</a>.
 */
public final class PodEviction {
    private final Resource<Pod> pods;
    private final Informer<Pod> cache;
    private final Clock clock;

    public PodEviction(Surroundings surroundings) {
        pods = surroundings.client().of(Pod.KIND);
        cache = surroundings.informer(Pod.KIND);
        clock = surroundings.clock();
    }

    public void evict(String namespace, String name, String uid, String reason, String message, Fence fence) {
        var condition = condition("DisruptionTarget", reason, message, "True");
        var generation = cache.cache()
                .get(namespace, name)
                .filter(pod -> pod.uid().equals(uid))
                .map(pod -> pod.metadata().generation());
        set(
                namespace,
                name,
                uid,
                generation.map(condition::withObservedGeneration).orElse(condition),
                fence);
        ApiFailure.unlessGone(() -> {
            pods.delete(namespace, name, Deletion.ofUid(uid));
            fence.deleted(cache, new Key(namespace, name), uid);
        });
    }

    /** Sets one condition of a pod; conditions merge by their type. */
    public void condition(
            String namespace,
            String name,
            String uid,
            String type,
            String reason,
            String message,
            String status,
            Fence fence) {
        set(namespace, name, uid, condition(type, reason, message, status), fence);
    }

    private PodCondition condition(String type, String reason, String message, String status) {
        return PodCondition.EMPTY
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(clock.now());
    }

    private void set(String namespace, String name, String uid, PodCondition condition, Fence fence) {
        var change = PodStatus.EMPTY.withConditions(List.of(condition));
        var body = JsonMap.of("metadata", JsonMap.of("uid", uid), "status", change.tree());
        ApiFailure.unlessGone(() -> fence.wrote(cache, pods.patchStatus(namespace, name, new Patch.Strategic(body))));
    }
}
