package dev.jibe.controllers.daemonset;

import dev.jibe.controllers.daemonset.Action.CreatePod;
import dev.jibe.controllers.daemonset.Action.DeletePod;
import dev.jibe.controllers.daemonset.Action.ReplacePod;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which pods are missing on nodes, and which are too many there. */
final class Placement {
    private final Observed observed;
    private final boolean surges;
    private final List<Action> actions = new ArrayList<>();
    private Optional<Duration> recheck = Optional.empty();

    private Placement(Observed observed, boolean surges) {
        this.observed = observed;
        this.surges = surges;
    }

    /** @param recheck until the next failed pod may be replaced */
    record Result(List<Action> actions, Optional<Duration> recheck) {}

    static Result of(Observed observed, Map<String, List<Pod>> byNode, boolean surges) {
        var placement = new Placement(observed, surges);
        var known = new HashSet<String>();
        for (var node : observed.nodes()) {
            known.add(node.name());
            placement.look(node, byNode.getOrDefault(node.name(), List.of()));
        }
        byNode.forEach((node, pods) -> {
            if (!known.contains(node)) {
                // A pod that was not scheduled when its node went never will be; the others the pod collector takes.
                pods.stream().filter(pod -> !pod.spec().hasNodeName()).forEach(placement::delete);
            }
        });
        return new Result(List.copyOf(placement.actions), placement.recheck);
    }

    private void look(Node node, List<Pod> pods) {
        var eligibility = Eligibility.of(observed.set(), node);
        if (eligibility.start() && pods.isEmpty()) {
            actions.add(new CreatePod(node.name()));
        } else if (eligibility.stay()) {
            keepOne(node, pods, eligibility.start());
        } else {
            pods.stream().filter(pod -> !pod.isTerminating()).forEach(this::delete);
        }
    }

    private void keepOne(Node node, List<Pod> pods, boolean mayStart) {
        var running = new ArrayList<Pod>();
        for (var pod : pods) {
            if (!pod.isTerminating()) {
                if (PodState.isFinished(pod)) {
                    replace(node, pod);
                } else {
                    running.add(pod);
                }
            }
        }
        if (!surges) {
            running.stream().skip(1).forEach(this::delete);
        } else if (running.isEmpty() && mayStart) {
            actions.add(new CreatePod(node.name()));
        } else if (running.size() > 1) {
            keepNewAndOld(running);
        }
    }

    private void replace(Node node, Pod pod) {
        boolean failed = pod.status().phase().equals("Failed");
        var until = observed.waits().getOrDefault(node.name(), Instant.EPOCH);
        if (failed && until.isAfter(observed.now())) {
            var wait = Duration.between(observed.now(), until);
            recheck = recheck.filter(other -> other.compareTo(wait) < 0).or(() -> Optional.of(wait));
        } else {
            actions.add(new ReplacePod(pod.name(), pod.uid(), node.name(), failed));
        }
    }

    /** Two may run while the new one gets ready: the oldest of the present template and the oldest of another. */
    private void keepNewAndOld(List<Pod> running) {
        Optional<Pod> fresh = Optional.empty();
        Optional<Pod> old = Optional.empty();
        for (var pod : running) {
            boolean isFresh = DaemonPod.isOf(pod, observed.hash());
            if (isFresh && fresh.isEmpty()) {
                fresh = Optional.of(pod);
            } else if (!isFresh && old.isEmpty()) {
                old = Optional.of(pod);
            } else {
                delete(pod);
            }
        }
        if (fresh.isPresent()
                && old.isPresent()
                && (!PodState.isReady(old.get()) || observed.isAvailable(fresh.get()))) {
            delete(old.get());
        }
    }

    private void delete(Pod pod) {
        actions.add(new DeletePod(pod.name(), pod.uid()));
    }
}
