package dev.jibe.scheduler.gang;

import dev.jibe.scheduler.bind.Decider;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.gang.GroupVerdict.Result;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides about the pods of one group together: each as if those before it had their nodes already. The world is
 * afterwards as it was before. Belongs to the scheduler's one thread.
 */
public final class GroupCycle {

    private static final String NO_ROOM = "pod group is unschedulable";
    private static final String WAITS_FOR_ROOM = NO_ROOM + ", pod group is waiting for preemption to complete";
    private static final String TOO_FEW =
            NO_ROOM + ", waiting for minCount pods from a gang to be scheduled, one or more"
                    + " plugins asked to wait and no plugin rejected pod";

    /** What becomes of each pod, in the order in which they were given, and of the group. */
    public record Outcome(List<Decision> decisions, GroupVerdict verdict) {}

    /**
     * What came of trying some nodes.
     *
     * @param decisions of each pod; fewer if one failed
     * @param enough whether enough pods had a node at last, some perhaps only after others have left
     * @param evicts whether others have to leave
     */
    private record Attempt(List<Decision> decisions, boolean enough, boolean evicts, int placed, String failure) {
        boolean helps() {
            return failure.isEmpty() && enough;
        }
    }

    private final World world;
    private final Decider decider;
    private final GangFeatures features;
    private final RandomGenerator random;

    /** @param random chooses among equally good domains */
    public GroupCycle(World world, Decider decider, GangFeatures features, RandomGenerator random) {
        this.world = world;
        this.decider = decider;
        this.features = features;
        this.random = random;
    }

    /**
     * Decides.
     *
     * @param pods those without a node, in the order in which they are tried
     * @param placed pods of the group that have one
     */
    public Outcome decide(Gang gang, List<PodInfo> pods, List<PodInfo> placed, Profile profile) {
        if (!features.topology()) {
            var nodes = world.cluster().ordered();
            return outcome(gang, pods, attempt(gang, pods, placed.size(), profile, nodes), NO_ROOM);
        }
        var domains = Placements.of(gang, placed, world.cluster());
        if (!domains.problem().isEmpty()) {
            return failed(gang, pods, domains.problem());
        }
        if (domains.nodes().isEmpty()) {
            var message = "no feasible placements found";
            var each = new Decision.Unschedulable(message, false, Set.of());
            var verdict = verdict(gang, pods, Result.UNSCHEDULABLE, message);
            return new Outcome(pods.stream().map(pod -> (Decision) each).toList(), verdict);
        }
        return best(gang, pods, placed.size(), profile, domains.nodes());
    }

    /** The domain in which most pods have a place. */
    private Outcome best(Gang gang, List<PodInfo> pods, int placed, Profile profile, List<NodeInfo[]> domains) {
        Attempt first = null;
        Attempt best = null;
        int equals = 1;
        for (var nodes : domains) {
            var attempt = attempt(gang, pods, placed, profile, nodes);
            first = first == null ? attempt : first;
            if (!attempt.failure().isEmpty()) {
                return outcome(gang, pods, attempt, NO_ROOM);
            }
            if (!attempt.helps()) {
                continue;
            }
            if (best == null || attempt.placed() > best.placed()) {
                best = attempt;
                equals = 1;
            } else if (attempt.placed() == best.placed() && random.nextInt(++equals) == 0) {
                best = attempt;
            }
        }
        if (best != null) {
            return outcome(gang, pods, best, NO_ROOM);
        }
        var message = "0/" + domains.size() + " placements are available, first placement status: " + NO_ROOM;
        return outcome(gang, pods, Objects.requireNonNull(first), message);
    }

    private Attempt attempt(Gang gang, List<PodInfo> pods, int placed, Profile profile, NodeInfo[] nodes) {
        var undo = new ArrayDeque<Runnable>();
        var decisions = new ArrayList<Decision>();
        boolean evicts = false;
        int counted = placed;
        boolean mayEvict = !(features.topology() && gang.isConstrained());
        try {
            for (var pod : pods) {
                var decision = decider.decide(pod, profile, nodes, mayEvict);
                decisions.add(decision);
                switch (decision) {
                    case Decision.Bind bind -> {
                        suppose(pod, bind, undo);
                        counted++;
                    }
                    case Decision.Preempt(var node, var victims, var message, var plugins) -> {
                        suppose(pod, node, undo);
                        evicts = true;
                        counted++;
                    }
                    case Decision.Failed(var message) -> {
                        return new Attempt(decisions, false, false, counted, message);
                    }
                    case Decision.Unschedulable unschedulable -> {}
                    case Decision.Free free -> {}
                }
            }
        } finally {
            undo.forEach(Runnable::run);
        }
        int least = features.gangs() ? gang.least() : 0;
        return new Attempt(decisions, counted > placed && counted >= least, evicts, counted, "");
    }

    private void suppose(PodInfo pod, Decision.Bind bind, Deque<Runnable> undo) {
        suppose(pod, bind.node(), undo);
        world.reservations().reserve(bind.volumes(), bind.node());
        world.devices().promises().reserve(bind.devices());
        undo.push(() -> {
            world.reservations().release(bind.volumes());
            world.devices().promises().release(bind.devices());
        });
    }

    private void suppose(PodInfo pod, String node, Deque<Runnable> undo) {
        var place = world.cluster()
                .suppose(pod, Objects.requireNonNull(world.cluster().node(node)));
        var expected = world.nominations().nodeOf(pod.key());
        world.nominations().remove(pod.key());
        undo.push(() -> {
            world.cluster().leave(place);
            if (!expected.isEmpty()) {
                world.nominations().put(pod, expected);
            }
        });
    }

    private static Outcome outcome(Gang gang, List<PodInfo> pods, Attempt attempt, String noRoom) {
        if (!attempt.failure().isEmpty()) {
            return failed(gang, pods, attempt);
        }
        if (!attempt.enough()) {
            var verdict = verdict(gang, pods, Result.UNSCHEDULABLE, noRoom);
            return new Outcome(
                    attempt.decisions().stream().map(GroupCycle::tooFew).toList(), verdict);
        }
        if (attempt.evicts()) {
            var verdict = verdict(gang, pods, Result.WAITING_ON_PREEMPTION, WAITS_FOR_ROOM);
            return new Outcome(
                    attempt.decisions().stream().map(GroupCycle::waiting).toList(), verdict);
        }
        return new Outcome(attempt.decisions(), verdict(gang, pods, Result.SCHEDULED, ""));
    }

    /** Of what would be done to no end nothing is done; the rest says for itself why it has no node. */
    private static Decision tooFew(Decision decision) {
        return switch (decision) {
            case Decision.Bind bind -> new Decision.Unschedulable(TOO_FEW, true, Set.of());
            case Decision.Preempt preempt -> new Decision.Unschedulable(TOO_FEW, true, Set.of());
            case Decision.Unschedulable unschedulable -> unschedulable;
            case Decision.Free free -> free;
            case Decision.Failed failed -> failed;
        };
    }

    /** Who has a place keeps it in view until the others have theirs. */
    private static Decision waiting(Decision decision) {
        return decision instanceof Decision.Bind bind
                ? new Decision.Preempt(bind.node(), List.of(), WAITS_FOR_ROOM, Set.of())
                : decision;
    }

    private static Outcome failed(Gang gang, List<PodInfo> pods, Attempt attempt) {
        var message = "failed to schedule other pod from a pod group: " + attempt.failure();
        var whole = failed(gang, pods, message);
        var decisions = new ArrayList<>(whole.decisions());
        int last = attempt.decisions().size() - 1;
        decisions.set(last, attempt.decisions().get(last));
        return new Outcome(decisions, whole.verdict());
    }

    private static Outcome failed(Gang gang, List<PodInfo> pods, String message) {
        Decision each = new Decision.Failed(message);
        return new Outcome(pods.stream().map(pod -> each).toList(), verdict(gang, pods, Result.ERROR, message));
    }

    private static GroupVerdict verdict(Gang gang, List<PodInfo> pods, Result result, String message) {
        return new GroupVerdict(gang.group(), pods.getFirst().template().schedulerName(), result, message);
    }
}
