package dev.jibe.scheduler.bind;

import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.devices.ExtendedResources;
import dev.jibe.scheduler.extender.Extenders;
import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.filter.Rejection;
import dev.jibe.scheduler.filter.Unfit;
import dev.jibe.scheduler.preemption.Preemption;
import dev.jibe.scheduler.score.Scores;
import dev.jibe.scheduler.score.StorageScore;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Template;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides where pods go, from what is known of the world and nothing else. Belongs to the scheduler's one thread.
 *
 * <p>Of many nodes only as many are compared as make a good choice likely, beginning where the last decision ended; see
 * <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/scheduler-perf-tuning/">Scheduler Performance
 * Tuning</a>.
 */
public final class Decider {

    private static final int REMEMBERED_TEMPLATES = 256;
    private static final int MIN_NODES = 100;
    private static final int MIN_PERCENT = 5;
    private static final Rejection NOT_NAMED =
            Rejection.lasting(Plugin.NODE_AFFINITY, "node(s) didn't satisfy plugin(s) [NodeAffinity]");

    /** Whatever changes may help a pod that extenders have a say about. */
    private static final Rejection BY_OTHERS = new Rejection(Plugin.EXTENDER, List.of(), false);

    /** Nobody leaves for a group that asks for one domain. */
    private static final String IN_ONE_DOMAIN =
            " preemption: not eligible due to placement-based pod group scheduling limitation";

    private final World world;
    private final RandomGenerator random;
    private final Stopwatch stopwatch;
    private final Extenders extenders;
    private final Scores scores = new Scores();
    private final Map<Template, Verdicts> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Template, Verdicts> eldest) {
            return size() > REMEMBERED_TEMPLATES;
        }
    };
    private NodeInfo[] candidates = new NodeInfo[0];
    private int first;

    /**
     * A decider.
     *
     * @param random chooses among equally good nodes
     */
    public Decider(World world, RandomGenerator random) {
        this(world, random, Stopwatch.NONE, Extenders.NONE);
    }

    /** A decider that says how long what takes, and asks others. */
    public Decider(World world, RandomGenerator random, Stopwatch stopwatch, Extenders extenders) {
        this.extenders = extenders;
        this.world = world;
        this.random = random;
        this.stopwatch = stopwatch;
    }

    public Decision decide(PodInfo pod, Profile profile) {
        return decide(pod, profile, world.cluster().ordered(), true);
    }

    /**
     * Decides among some of the nodes only.
     *
     * @param mayEvict whether others may have to leave for the pod
     */
    public Decision decide(PodInfo pod, Profile profile, NodeInfo[] nodes, boolean mayEvict) {
        try {
            return decision(pod, profile, nodes, mayEvict);
        } catch (SchedulerException failure) {
            return new Decision.Failed(String.valueOf(failure.getMessage()));
        }
    }

    private Decision decision(PodInfo pod, Profile profile, NodeInfo[] nodes, boolean mayEvict) {
        if (nodes.length == 0) {
            return new Decision.Unschedulable("no nodes available to schedule pods", false, Set.of());
        }
        var verdicts = verdicts(pod.template(), profile);
        verdicts.reserve(world.cluster().slots());
        var filters = new Filters(pod, world, profile, verdicts::reject);
        if (filters.refusal().isPresent()) {
            var refusal = filters.refusal().get();
            if (refusal.plugin() == Plugin.DYNAMIC_RESOURCES) {
                var why = "0/" + nodes.length + " nodes are available: "
                        + refusal.reasons().getFirst() + ". no new claims to deallocate, preemption: 0/" + nodes.length
                        + " nodes are available: " + nodes.length + " " + Preemption.NOT_HELPFUL + ".";
                return new Decision.Unschedulable(why, true, Set.of(refusal.plugin()));
            }
            // What upstream says where claims to resources were not looked at either.
            var why = "0/" + nodes.length + " nodes are available: "
                    + refusal.reasons().getFirst() + ". not found";
            return new Decision.Unschedulable(why, false, Set.of(refusal.plugin()));
        }
        var nominated = world.cluster().node(world.nominations().nodeOf(pod.key()));
        if (nominated != null
                && isAmong(nominated, nodes)
                && filters.reject(nominated).isNone()
                && extenders.filter(pod, List.of(nominated)).nodes().contains(nominated)) {
            return new Decision.Bind(nominated.name(), filters.plan(nominated), filters.devices(nominated));
        }
        var search = new Search(filters, profile);
        long begun = stopwatch.now();
        search.run(pod, nodes);
        if (filters.failure().isPresent()) {
            return new Decision.Failed(filters.failure().get());
        }
        if (search.found > 0 && !extenders.isEmpty()) {
            search.askOthers(pod);
        }
        stopwatch.took("Filter", profile.schedulerName(), search.found > 0, begun);
        begun = stopwatch.now();
        if (search.found == 0) {
            var decision = noNode(pod, nodes.length, search, filters, profile, mayEvict);
            boolean helps = decision instanceof Decision.Preempt;
            stopwatch.took("PostFilter", profile.schedulerName(), helps, begun);
            return decision;
        }
        var best = best(pod, search.found, profile, verdicts, filters);
        stopwatch.took("Score", profile.schedulerName(), true, begun);
        return new Decision.Bind(best.name(), filters.plan(best), filters.devices(best));
    }

    private boolean isAmong(NodeInfo node, NodeInfo[] nodes) {
        return nodes.length == world.cluster().nodeCount()
                || Arrays.stream(nodes).anyMatch(each -> each == node);
    }

    private Verdicts verdicts(Template template, Profile profile) {
        var madeUp = world.devices().madeUp(template);
        var verdicts = known.get(template);
        if (verdicts == null || !verdicts.holdsFor(madeUp)) {
            verdicts = new Verdicts(template, profile, madeUp);
            known.put(template, verdicts);
        }
        return verdicts;
    }

    /** The candidates for one pod, and why the others are none. */
    private final class Search {
        private final Filters filters;
        private final Profile profile;
        private final Unfit unfit = new Unfit();
        private final List<NodeInfo> curable = new ArrayList<>();
        private int found;

        Search(Filters filters, Profile profile) {
            this.filters = filters;
            this.profile = profile;
        }

        void run(PodInfo pod, NodeInfo[] nodes) {
            if (candidates.length < nodes.length) {
                candidates = new NodeInfo[nodes.length];
            }
            var names =
                    profile.has(Plugin.NODE_AFFINITY) ? pod.template().nodes().names() : null;
            if (names != null && names.isPresent()) {
                tryNamed(names.get(), nodes);
                return;
            }
            int enough = enough(nodes.length, profile.nodesToScorePercent());
            int tried = 0;
            int at = first % nodes.length;
            for (; tried < nodes.length && found < enough; tried++) {
                tryNode(nodes[at]);
                at = at + 1 == nodes.length ? 0 : at + 1;
            }
            first = at;
        }

        private void tryNamed(Set<String> names, NodeInfo[] nodes) {
            int named = 0;
            for (var name : names) {
                var node = world.cluster().node(name);
                if (node != null && isAmong(node, nodes)) {
                    named++;
                    tryNode(node);
                }
            }
            if (named < nodes.length) {
                unfit.add(NOT_NAMED, nodes.length - named);
            }
        }

        /** Leaves out what extenders do not let pass. */
        void askOthers(PodInfo pod) {
            var nodes = List.of(Arrays.copyOf(candidates, found));
            var filtered = extenders.filter(pod, nodes);
            if (filtered.nodes().size() == found) {
                return;
            }
            for (var node : nodes) {
                var reason = filtered.failed().get(node.name());
                var lasting = filtered.failedForGood().get(node.name());
                if (lasting != null) {
                    unfit.add(Rejection.lasting(Plugin.EXTENDER, lasting));
                } else if (reason != null) {
                    unfit.add(Rejection.curable(Plugin.EXTENDER, reason));
                    curable.add(node);
                }
            }
            unfit.add(BY_OTHERS);
            found = 0;
            filtered.nodes().forEach(node -> candidates[found++] = node);
        }

        private void tryNode(NodeInfo node) {
            var why = filters.reject(node);
            if (why.isNone()) {
                candidates[found++] = node;
                return;
            }
            unfit.add(why);
            if (why.curable()) {
                curable.add(node);
            }
        }
    }

    private static int enough(int nodes, int configuredPercent) {
        if (nodes < MIN_NODES || configuredPercent >= 100) {
            return nodes;
        }
        int percent = configuredPercent > 0 ? configuredPercent : Math.max(MIN_PERCENT, 50 - nodes / 125);
        return Math.max(MIN_NODES, (int) ((long) nodes * percent / 100));
    }

    private Decision noNode(PodInfo pod, int nodes, Search search, Filters filters, Profile profile, boolean mayEvict) {
        var message = search.unfit.message(nodes);
        var plugins = search.unfit.plugins();
        var idle = filters.idleClaim();
        if (idle.isPresent()) {
            var done = ExtendedResources.isOne(idle.get()) ? "deletion" : "deallocation";
            return new Decision.Free(idle.get(), message + " " + done + " of ResourceClaim completed", plugins);
        }
        if (!profile.has(Plugin.DEFAULT_PREEMPTION)) {
            return new Decision.Unschedulable(message, true, plugins);
        }
        if (!mayEvict) {
            return new Decision.Unschedulable(message + IN_ONE_DOMAIN, true, plugins);
        }
        var claims = filters.needsDevices() ? " still not schedulable" : " no new claims to deallocate";
        return switch (Preemption.of(pod, world, filters, search.curable, profile.preemption(), random, extenders)) {
            case Preemption.Evict(var node, var victims) -> new Decision.Preempt(node, victims, message, plugins);
            case Preemption.Nothing(var why, var settled) ->
                new Decision.Unschedulable(message + claims + ", preemption: " + why, settled, plugins);
        };
    }

    private NodeInfo best(PodInfo pod, int count, Profile profile, Verdicts verdicts, Filters filters) {
        if (count == 1) {
            return candidates[0];
        }
        var totals = scores.of(pod, candidates, count, world, profile, verdicts::score);
        if (filters.needsDevices()) {
            scores.addLiking(candidates, count, profile.weight(Plugin.DYNAMIC_RESOURCES), filters::deviceLiking);
        }
        var shape = profile.volumeShape();
        if (filters.hasVolumes() && !shape.isEmpty()) {
            int weight = profile.weight(Plugin.VOLUME_BINDING);
            scores.add(candidates, count, weight, node -> StorageScore.of(filters.storageUses(node), shape));
        }
        if (!extenders.isEmpty()) {
            var more = extenders.score(pod, List.of(Arrays.copyOf(candidates, count)));
            for (int i = 0; i < count; i++) {
                totals[i] += more.getOrDefault(candidates[i].name(), 0L);
            }
        }
        int best = 0;
        int equals = 1;
        for (int i = 1; i < count; i++) {
            if (totals[i] > totals[best]) {
                best = i;
                equals = 1;
            } else if (totals[i] == totals[best] && random.nextInt(++equals) == 0) {
                best = i;
            }
        }
        return candidates[best];
    }
}
