package dev.jibe.simulation;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.v1.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One run from a seed: a cluster with its whole control plane, in virtual time, under a random workload and random faults.
 *
 * <p>At every moment {@link PodRules} must hold; after every crash what was acknowledged is there; and in the end, with all
 * faults gone, the world becomes what was wished for ({@link EndState}). Workload, faults and their order come from the
 * seed. Threads of the cluster share one carrier and run in turn, the store's too.
 */
public final class Simulation {

    private static final Duration STEP_OF_SETTLING = Duration.ofSeconds(5);

    /** More than the longest back-off, and more than it takes to give a lost node's pods up. */
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(40);

    /**
     * What a run came to.
     *
     * @param settledSeconds how long the world took to become what was wished for, in its own time
     * @param fingerprint of all that its parts asked of the API server and were told, in order
     */
    public record Outcome(long seed, int steps, int crashes, long settledSeconds, long fingerprint) {}

    private final long seed;
    private final SplittableRandom random;
    private final World world;
    private final Workload workload;
    private final Rollouts rollouts = new Rollouts();
    private final PodRules rules = new PodRules();
    private final Journal journal = new Journal(rules, rollouts);
    private final TreeSet<String> lost = new TreeSet<>();
    private final List<String> story = new ArrayList<>();
    private final boolean isCalm;

    private Simulation(long seed, Path directory) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.world = new World(random.nextLong(), directory);
        this.workload = new Workload(random.split());
        this.isCalm = random.nextInt(4) == 0;
    }

    /**
     * Runs a seed, on a virtual thread.
     *
     * @param directory for keys; any number of runs may share one, one after the other
     * @throws SimulationException with the seed and what was done, if the cluster did what it must not
     */
    public static Outcome run(long seed, Path directory) throws InterruptedException {
        var simulation = new Simulation(seed, directory);
        try (simulation.world;
                simulation.journal) {
            return simulation.run();
        } catch (SimulationException | ApiFailure e) {
            throw new SimulationException(
                    "seed " + seed + ": " + e.getMessage() + "\n  " + String.join("\n  ", simulation.story), e);
        }
    }

    private Outcome run() throws InterruptedException {
        world.start();
        journal.follow(world.client());
        int steps = 6 + random.nextInt(14);
        for (int step = 0; step < steps; step++) {
            if (!isCalm) {
                disturb();
            }
            change();
            let();
            recoverIfCrashed(null);
            journal.check();
        }
        heal();
        long settled = settle();
        return new Outcome(seed, steps, world.crashes(), settled, world.fingerprint());
    }

    private void disturb() {
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                int operations = 1 + random.nextInt(120);
                tell("the disk will fail after " + operations + " operations");
                world.crashAfter(operations);
            }
            case 2 -> loseNode();
            case 3 -> {
                var by = Duration.ofSeconds(random.nextInt(-300, 600));
                tell("the clock jumps by " + by);
                world.jump(by);
            }
            case 4, 5, 6 -> {
                tell("bad weather");
                world.weather().turn(true);
            }
            case 7, 8 -> {
                tell("fine weather");
                world.weather().turn(false);
            }
            default -> {}
        }
    }

    private void loseNode() {
        if (lost.isEmpty()) {
            var name = "node-" + random.nextInt(World.NODES);
            tell("lost " + name);
            lost.add(name);
            world.running().loseNode(name);
        }
    }

    private void change() throws InterruptedException {
        var change = workload.next();
        tell(change.what() + " " + change.to().or(change::from).orElseThrow());
        holdToBounds(change);
        try {
            workload.ask(change, world.client());
            workload.acknowledged(change);
        } catch (ApiFailure e) {
            if (!world.hasCrashed()) {
                throw e;
            }
            recoverIfCrashed(change);
        }
    }

    /** A rollout that nothing disturbs keeps to what the Deployment allows: a quarter less, a quarter more. */
    private void holdToBounds(Workload.Change change) throws InterruptedException {
        rollouts.lift(change.name());
        boolean isRollout = change.what().equals("set the image of")
                && change.from().orElseThrow().sort() == Wish.Sort.DEPLOYMENT;
        if (isCalm && isRollout) {
            // What the journal has yet to read is from before.
            world.awaitQuiet();
            int count = change.from().orElseThrow().count();
            if (isSettled(change.name(), count)) {
                rollouts.hold(change.name(), new Rollouts.Bounds(count - count / 4, count + (count + 3) / 4));
            }
        }
    }

    private boolean isSettled(String name, int count) {
        var deployment = world.client().of(Deployment.KIND).get(Wish.NAMESPACE, name);
        var status = deployment.status();
        var pods = journal.pods().stream()
                .filter(pod -> PodRules.app(pod).equals(name))
                .toList();
        return status.observedGeneration() == deployment.metadata().generation()
                && status.readyReplicas() == count
                && status.replicas() == count
                && status.updatedReplicas() == count
                && pods.size() == count
                && pods.stream().allMatch(pod -> PodRules.isReady(pod) && !pod.isTerminating());
    }

    /** Lets the cluster work for a while: not at all, for a moment, for long. */
    private void let() throws InterruptedException {
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 -> world.awaitQuiet();
            case 2 -> world.pass(Duration.ofMillis(random.nextInt(1, 200)));
            case 3, 4 -> world.pass(Duration.ofMillis(random.nextInt(200, 10_000)));
            default -> world.pass(Duration.ofSeconds(random.nextInt(10, 90)));
        }
    }

    private void recoverIfCrashed(Workload.@Nullable Change doubtful) throws InterruptedException {
        if (!world.hasCrashed()) {
            return;
        }
        tell("the power goes, and comes back");
        journal.close();
        world.recover();
        // They are up again with the rest.
        lost.clear();
        journal.follow(world.client());
        workload.checkNothingLost(world.client(), doubtful == null ? "" : doubtful.name());
        if (doubtful != null) {
            workload.settleDoubt(doubtful, world.client());
        }
    }

    /** Takes all faults away; what was lost for good is given up, as an administrator would. */
    private void heal() throws InterruptedException {
        world.weather().turn(false);
        world.crashAfter(Integer.MAX_VALUE);
        recoverIfCrashed(null);
        for (var name : lost) {
            tell("gave up " + name);
            rules.giveUp(name);
            world.client().of(Node.KIND).delete("", name, Deletion.DEFAULT);
        }
        tell("all is well again");
    }

    private long settle() throws InterruptedException {
        List<String> complaints = List.of();
        var limit = LONGEST_SETTLING.dividedBy(STEP_OF_SETTLING);
        for (long step = 0; step < limit; step++) {
            world.awaitQuiet();
            journal.check();
            complaints = EndState.complaints(world.client(), workload.wishes());
            if (complaints.isEmpty()) {
                return step * STEP_OF_SETTLING.toSeconds();
            }
            world.pass(STEP_OF_SETTLING);
        }
        throw new SimulationException("the world did not become what was wished for within " + LONGEST_SETTLING
                + ":\n  " + String.join("\n  ", complaints));
    }

    private void tell(String what) {
        story.add(what);
    }
}
