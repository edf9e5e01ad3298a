package dev.jibe.controllers.podgc;

import static java.util.Comparator.comparing;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which pods nobody will ever remove. Planning again without them yields no action. */
record PodGcPlan(List<Action> actions) {

    /** How many finished pods may stay: upstream's {@code --terminated-pod-gc-threshold}. */
    static final int FINISHED_KEPT = 12_500;

    PodGcPlan {
        actions = List.copyOf(actions);
    }

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Delete the pod at once; {@code reason} is said in its condition, unless it is empty. */
        record Delete(String namespace, String name, String uid, String reason) implements Action {}
    }

    /**
     * The world as the collector sees it.
     *
     * @param deletedNodes nodes that pods name and that have been gone for long enough
     * @param finishedKept how many finished pods may stay
     */
    record Observed(List<Pod> pods, Set<String> deletedNodes, int finishedKept) {}

    private static final Comparator<Pod> OLDEST_FIRST =
            comparing((Pod pod) -> pod.metadata().creationTimestamp()).thenComparing(Pod::uid);

    static PodGcPlan of(Observed observed) {
        var actions = new ArrayList<Action>();
        var finished = observed.pods().stream()
                .filter(PodState::isFinished)
                .sorted(OLDEST_FIRST)
                .toList();
        finished.stream()
                .limit(Math.max(finished.size() - observed.finishedKept(), 0))
                .forEach(pod -> actions.add(delete(pod, "")));
        for (var pod : observed.pods()) {
            if (observed.deletedNodes().contains(pod.spec().nodeName())) {
                actions.add(delete(pod, PodState.isFinished(pod) ? "" : "DeletionByPodGC"));
            } else if (pod.isTerminating() && !pod.spec().hasNodeName()) {
                actions.add(delete(pod, "")); // no node agent will ever confirm its end
            }
        }
        return new PodGcPlan(actions.stream().distinct().toList());
    }

    private static Action delete(Pod pod, String reason) {
        return new Action.Delete(pod.namespace(), pod.name(), pod.uid(), reason);
    }
}
