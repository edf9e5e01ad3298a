package dev.jibe.controllers.daemonset;

import dev.jibe.controllers.daemonset.Action.CreatePod;
import dev.jibe.controllers.daemonset.Action.DeletePod;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.IntOrString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The next step of a rolling update: old pods go first, or new ones come first, as many as the strategy allows.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/">Perform a Rolling Update on a
 * DaemonSet</a>.
 */
final class RollingUpdate {
    private final Observed observed;
    private final Map<String, List<Pod>> byNode;
    private final Map<String, Node> nodes = new TreeMap<>();

    private RollingUpdate(Observed observed, Map<String, List<Pod>> byNode) {
        this.observed = observed;
        this.byNode = new TreeMap<>(byNode);
        for (var node : observed.nodes()) {
            if (Eligibility.of(observed.set(), node).start()) {
                nodes.put(node.name(), node);
                this.byNode.putIfAbsent(node.name(), List.of());
            }
        }
    }

    /** The pods of a node that are not on their way out: at most one of the present template, one of another. */
    private record Pair(Optional<Pod> fresh, Optional<Pod> old) {}

    static List<Action> of(Observed observed, Map<String, List<Pod>> byNode) {
        var update = new RollingUpdate(observed, byNode);
        var strategy = observed.set().spec().updateStrategy().rollingUpdate();
        int desired = update.nodes.size();
        int surge = strategy.hasMaxSurge() ? strategy.maxSurge().scaled(desired, true) : 0;
        var limit = strategy.hasMaxUnavailable() ? strategy.maxUnavailable() : IntOrString.of(1);
        int unavailable = limit.scaled(desired, true);
        if (surge == 0 && unavailable == 0 && desired > 0) {
            unavailable = 1;
        }
        return surge == 0 ? update.oldFirst(unavailable) : update.newFirst(surge);
    }

    static boolean surges(Observed observed) {
        var strategy = observed.set().spec().updateStrategy();
        return strategy.type().equals("RollingUpdate")
                && strategy.rollingUpdate().hasMaxSurge()
                && strategy.rollingUpdate().maxSurge().scaled(observed.nodes().size(), true) > 0;
    }

    private List<Action> oldFirst(int maxUnavailable) {
        int unavailable = 0;
        var broken = new ArrayList<Pod>();
        var candidates = new ArrayList<Pod>();
        for (var pods : byNode.values()) {
            var pair = pair(pods);
            if (pair.isEmpty()
                    || pair.get().old().isPresent() == pair.get().fresh().isPresent()) {
                unavailable++; // placing pods comes first, and will change this
            } else if (pair.get().fresh().isPresent()) {
                unavailable += observed.isAvailable(pair.get().fresh().get()) ? 0 : 1;
            } else {
                var old = pair.get().old().orElseThrow();
                boolean serves = observed.isAvailable(old);
                (serves ? candidates : broken).add(old);
                unavailable += serves ? 0 : 1;
            }
        }
        var going = new ArrayList<>(broken);
        candidates.stream().limit(Math.max(maxUnavailable - unavailable, 0)).forEach(going::add);
        return deletions(going);
    }

    private List<Action> newFirst(int maxSurge) {
        int surging = 0;
        int available = 0;
        var going = new ArrayList<Pod>();
        var misplaced = new ArrayList<Pod>();
        var urgent = new ArrayList<String>();
        var candidates = new ArrayList<String>();
        for (var entry : byNode.entrySet()) {
            var pair = pair(entry.getValue());
            if (pair.isEmpty()) {
                surging++;
                continue;
            }
            var fresh = pair.get().fresh();
            var old = pair.get().old();
            available += old.or(() -> fresh).filter(observed::isAvailable).isPresent() ? 1 : 0;
            if (old.isEmpty()) {
                continue;
            }
            boolean isOldAvailable = observed.isAvailable(old.get());
            if (fresh.isPresent()) {
                if (observed.isAvailable(fresh.get())) {
                    going.add(old.get());
                } else {
                    surging++;
                }
            } else if (!nodes.containsKey(entry.getKey())) {
                (isOldAvailable ? misplaced : going).add(old.get());
            } else {
                (isOldAvailable ? candidates : urgent).add(entry.getKey());
            }
        }
        // Pods on nodes that no longer want one go only when enough others serve.
        misplaced.stream().limit(Math.max(available - nodes.size(), 0)).forEach(going::add);
        var result = new ArrayList<>(deletions(going));
        urgent.forEach(node -> result.add(new CreatePod(node)));
        candidates.stream().limit(Math.max(maxSurge - surging, 0)).forEach(node -> result.add(new CreatePod(node)));
        return result;
    }

    /** Nothing if there are two of a sort, which placing pods will mend. */
    private Optional<Pair> pair(List<Pod> pods) {
        Optional<Pod> fresh = Optional.empty();
        Optional<Pod> old = Optional.empty();
        for (var pod : pods) {
            if (pod.isTerminating()) {
                continue;
            }
            boolean isFresh = DaemonPod.isOf(pod, observed.hash());
            if ((isFresh ? fresh : old).isPresent()) {
                return Optional.empty();
            }
            if (isFresh) {
                fresh = Optional.of(pod);
            } else {
                old = Optional.of(pod);
            }
        }
        return Optional.of(new Pair(fresh, old));
    }

    private static List<Action> deletions(List<Pod> pods) {
        return pods.stream()
                .<Action>map(pod -> new DeletePod(pod.name(), pod.uid()))
                .toList();
    }
}
