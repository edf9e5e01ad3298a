package dev.jibe.node.pods;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one pod needs next, decided from what was seen and nothing else.
 *
 * <p>Everything it asks for is either in flight the next time ({@code busy}) or visible, so planning again yields
 * nothing new. See https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/.
 *
 * @param recheck how long until time alone changes something
 */
record PodPlan(List<Action> actions, JsonMap status, Optional<Duration> recheck) {

    static PodPlan of(Observed observed) {
        var steps = new PodSteps(observed);
        Optional<Ending> ending = Ending.of(observed);
        if (ending.isPresent()) {
            steps.end(ending.get());
        } else if (Roles.isTerminal(observed.pod()) || Roles.isFinished(observed)) {
            steps.rest();
        } else {
            steps.run();
        }
        return new PodPlan(steps.actions(), PodStatusTree.of(observed, ending), steps.recheck());
    }
}
