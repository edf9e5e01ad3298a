package dev.jibe.controllers.podgroups;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Finalizers;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.v1.Pod;
import java.util.List;

/**
 * Lets a group of pods that is to be deleted go as soon as all of its pods are over.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/workload-api/">Workload API</a>.
 */
public final class PodGroupProtection {

    private static final String FINALIZER = "scheduling.k8s.io/podgroup-protection";
    private static final String GROUP = "podgroups.group";

    private final Resource<PodGroup> groups;
    private final Informer<PodGroup> groupCache;
    private final Informer<Pod> podCache;

    private PodGroupProtection(Surroundings surroundings) {
        groups = surroundings.client().of(PodGroup.KIND);
        groupCache = surroundings.informer(PodGroup.KIND);
        podCache = surroundings.informer(Pod.KIND);
        podCache.addIndex(GROUP, pod -> keysOf(pod).stream().map(Key::toString).toList());
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new PodGroupProtection(surroundings);
        return surroundings.running(surroundings
                .controller("podgroupprotection")
                .on(shell.groupCache)
                .mapped(shell.podCache, PodGroupProtection::keysOf)
                .start(shell::reconcile));
    }

    private static List<Key> keysOf(Pod pod) {
        var group = pod.tree().map("spec").map("schedulingGroup").string("podGroupName");
        return group.isEmpty() ? List.of() : List.of(new Key(pod.namespace(), group));
    }

    private Outcome reconcile(Key key, Fence fence) {
        groupCache
                .cache()
                .get(key)
                .filter(group -> group.isTerminating()
                        && group.metadata().finalizers().contains(FINALIZER)
                        && podCache.cache().byIndex(GROUP, key.toString()).stream()
                                .allMatch(PodState::isFinished))
                .ifPresent(group -> Finalizers.remove(groups, groupCache, group, FINALIZER, fence));
        return Outcome.DONE;
    }
}
