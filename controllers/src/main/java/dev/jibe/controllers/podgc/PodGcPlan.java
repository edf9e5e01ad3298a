package dev.jibe.controllers.podgc;

import static java.util.Comparator.comparing;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pods nobody will ever remove. Planning again without them yields no action.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection">Garbage collection of
 * Pods</a>.
 */
record PodGcPlan(List<Action> actions) {

    /** How many finished pods may stay: upstream's {@code --terminated-pod-gc-threshold}. */
    static final int FINISHED_KEPT = 12_500;

    PodGcPlan {
        actions = List.copyOf(actions);
    }

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Have the pod fail, unless it has finished, and delete it at once. */
        record Delete(Pod pod, Why why) implements Action {}
    }

    /** The sorts of pods that are removed, as upstream's metrics call them. */
    enum Why {
        TERMINATED("terminated"),
        OUT_OF_SERVICE("out-of-service"),
        ORPHANED("orphaned"),
        UNSCHEDULED("unscheduled");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * The world as the collector sees it.
     *
     * @param deletedNodes nodes that pods name and that have been gone for long enough
     * @param outOfService nodes that are {@link #isOutOfService}
     * @param finishedKept how many finished pods may stay
     */
    record Observed(List<Pod> pods, Set<String> deletedNodes, Set<String> outOfService, int finishedKept) {}

    private static final Comparator<Pod> OLDEST_FIRST =
            comparing((Pod pod) -> pod.metadata().creationTimestamp()).thenComparing(Pod::uid);

    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    static PodGcPlan of(Observed observed) {
        var actions = new ArrayList<Action>();
        var finished = observed.pods().stream()
                .filter(PodState::isFinished)
                .sorted(OLDEST_FIRST)
                .toList();
        var surplus = finished.subList(0, Math.max(finished.size() - observed.finishedKept(), 0));
        surplus.forEach(pod -> actions.add(new Action.Delete(pod, Why.TERMINATED)));
        var going = surplus.stream().map(Pod::uid).collect(Collectors.toSet());
        for (var pod : observed.pods()) {
            if (!going.contains(pod.uid())) {
                why(observed, pod).ifPresent(why -> actions.add(new Action.Delete(pod, why)));
            }
        }
        return new PodGcPlan(actions);
    }

    /** Nobody will ever confirm the end of these. */
    private static Optional<Why> why(Observed observed, Pod pod) {
        var node = pod.spec().nodeName();
        if (pod.isTerminating() && observed.outOfService().contains(node)) {
            return Optional.of(Why.OUT_OF_SERVICE);
        }
        if (observed.deletedNodes().contains(node)) {
            return Optional.of(Why.ORPHANED);
        }
        return pod.isTerminating() && node.isEmpty() ? Optional.of(Why.UNSCHEDULED) : Optional.empty();
    }

    /** Whether an administrator says of a node, which is not ready, that nothing runs there any more. */
    static boolean isOutOfService(Node node) {
        boolean isReady = node.status().conditions().stream()
                .anyMatch(it -> it.type().equals("Ready") && it.status().equals("True"));
        return !isReady
                && node.spec().taints().stream().anyMatch(taint -> taint.key().equals(OUT_OF_SERVICE));
    }
}
