package dev.jibe.controllers.deployment;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;

/** Ends all old pods before it begins any new one. */
final class Recreate {

    private Recreate() {}

    static List<Action> stopOld(Deployment deployment, Sets sets) {
        var actions = new ArrayList<Action>();
        for (var set : sets.activeOld()) {
            actions.addAll(Resizing.onlyTo(deployment, set, 0));
        }
        return actions;
    }

    /** Whether a pod of another template still runs; one that is being ended does until it is gone. */
    static boolean oldRuns(Sets sets, List<Pod> pods) {
        var uid = sets.current().map(set -> set.uid()).orElse("");
        return pods.stream()
                .filter(pod -> !PodState.isFinished(pod))
                .anyMatch(pod -> pod.metadata().ownerReferences().stream()
                        .noneMatch(owner -> owner.controller() && owner.uid().equals(uid)));
    }
}
