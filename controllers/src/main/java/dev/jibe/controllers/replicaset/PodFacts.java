package dev.jibe.controllers.replicaset;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import java.time.Instant;

/**
 * What a ReplicaSet asks of one pod, read from it once for each version of the pod: of a thousand pods, to look at them all
 * is most of the work.
 *
 * @param controller the uid of its controller, or empty
 * @param selected whether the ReplicaSet selects it
 * @param labelled whether it has all labels of the template
 */
record PodFacts(
        Pod pod,
        String controller,
        boolean terminating,
        boolean finished,
        boolean ready,
        boolean selected,
        boolean labelled) {

    static PodFacts of(Pod pod, LabelSelector selector, LabelSelector template) {
        var labels = pod.metadata().labelsTree();
        return new PodFacts(
                pod,
                Owners.controllerOf(pod).map(OwnerReference::uid).orElse(""),
                pod.isTerminating(),
                PodState.isFinished(pod),
                PodState.isReady(pod),
                selector.matches(labels),
                template.matches(labels));
    }

    static PodFacts of(Pod pod, ReplicaSet replicaSet) {
        return of(pod, selector(replicaSet), template(replicaSet));
    }

    static LabelSelector selector(ReplicaSet replicaSet) {
        return LabelSelector.of(replicaSet.spec().selector().tree());
    }

    /** What selects pods with all labels of the template. */
    static LabelSelector template(ReplicaSet replicaSet) {
        return LabelSelector.ofLabels(replicaSet.spec().template().metadata().labelsTree());
    }

    /** Whether it counts as a replica. */
    boolean isActive() {
        return !finished && !terminating;
    }

    boolean isAvailable(int minReadySeconds, Instant now) {
        return ready && (minReadySeconds == 0 || PodState.isAvailable(pod, minReadySeconds, now));
    }
}
