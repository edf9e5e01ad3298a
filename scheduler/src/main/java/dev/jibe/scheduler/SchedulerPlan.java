package dev.jibe.scheduler;

import dev.jibe.client.cache.Change;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.bind.Decider;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.bind.Stopwatch;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.devices.DeviceWorld;
import dev.jibe.scheduler.extender.Extenders;
import dev.jibe.scheduler.gang.GangFeatures;
import dev.jibe.scheduler.gang.Gangs;
import dev.jibe.scheduler.gang.GroupCycle;
import dev.jibe.scheduler.gang.GroupVerdict;
import dev.jibe.scheduler.queue.ClusterEvent;
import dev.jibe.scheduler.queue.Pending;
import dev.jibe.scheduler.queue.PodQueue;
import dev.jibe.scheduler.queue.QueueWatcher;
import dev.jibe.scheduler.snapshot.Budget;
import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.Nominations;
import dev.jibe.scheduler.snapshot.Owners;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Reservations;
import dev.jibe.scheduler.snapshot.Template;
import dev.jibe.scheduler.snapshot.Templates;
import dev.jibe.scheduler.snapshot.Volumes;
import dev.jibe.scheduler.snapshot.World;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that the scheduler knows, and what it does next about it.
 *
 * <p>It does nothing itself, and time is a parameter. A decision counts at once; if it could not be carried out, it is
 * taken back. Belongs to one thread.
 */
final class SchedulerPlan {

    /** What is known of the world beside nodes and pods. */
    record Surroundings(
            Function<String, JsonMap> namespaceLabels,
            Volumes volumes,
            Owners owners,
            DeviceWorld devices,
            Supplier<List<Budget>> budgets,
            QueueWatcher watcher,
            Stopwatch stopwatch,
            Extenders extenders,
            GangFeatures gangs) {}

    /**
     * A pod and what was decided about it.
     *
     * @param displaced pods that can no longer count on the place that was made for them
     * @param effort what it took so far to find a node for the pod
     */
    record Step(PodInfo pod, Decision decision, List<PodInfo> displaced, PodQueue.Effort effort) {}

    private final ClusterInfo cluster;
    private final PodQueue queue;
    private final Templates templates = new Templates();
    private final Nominations nominations = new Nominations();
    private final Reservations reservations = new Reservations();
    private final Map<String, Profile> profiles;
    private final DeviceWorld devices;
    private final Decider decider;
    private final Set<String> gated = new HashSet<>();

    /** Those of them whose claims are not there yet. */
    private final Map<String, PodInfo> claimless = new LinkedHashMap<>();

    private final Gangs gangs;
    private final GroupCycle groups;

    /** What was decided of pods of a group together, and is still to be carried out. */
    private final Deque<Step> decided = new ArrayDeque<>();

    private final Deque<GroupVerdict> verdicts = new ArrayDeque<>();
    private int assumed;

    SchedulerPlan(SchedulerConfig config, Surroundings around, RandomGenerator random) {
        this.profiles =
                config.profiles().stream().collect(Collectors.toMap(Profile::schedulerName, profile -> profile));
        this.cluster = new ClusterInfo(around.namespaceLabels());
        this.queue = new PodQueue(
                around.namespaceLabels(),
                this::profile,
                around.devices()::madeUp,
                config.initialBackoff(),
                config.maxBackoff(),
                around.watcher());
        var world = new World(
                cluster,
                nominations,
                around.volumes(),
                reservations,
                around.owners(),
                around.devices(),
                around.budgets());
        this.devices = around.devices();
        this.decider = new Decider(world, random, around.stopwatch(), around.extenders());
        this.gangs = new Gangs(around.gangs());
        this.groups = new GroupCycle(world, decider, around.gangs(), random);
    }

    void hearOfNode(Change<Node> change, Instant now) {
        switch (change) {
            case Change.Added<Node>(var node) -> {
                cluster.putNode(node);
                queue.changed(new ClusterEvent.NodeAdded(node), now);
            }
            case Change.Updated<Node>(var before, var node) -> {
                cluster.putNode(node);
                if (matters(before.tree(), node.tree())) {
                    queue.changed(new ClusterEvent.NodeUpdated(before, node), now);
                }
            }
            case Change.Deleted<Node>(var node) -> {
                cluster.removeNode(node.name());
                queue.changed(new ClusterEvent.NodeGone(node), now);
            }
        }
    }

    /** Heartbeats change no decision. */
    private static boolean matters(JsonMap before, JsonMap now) {
        return !before.map("spec").equals(now.map("spec"))
                || !before.map("metadata")
                        .map("labels")
                        .equals(now.map("metadata").map("labels"))
                || !before.map("status")
                        .map("allocatable")
                        .equals(now.map("status").map("allocatable"));
    }

    void hearOfPod(Change<Pod> change, Instant now) {
        switch (change) {
            case Change.Added<Pod>(var pod) -> hearOfPod(pod, now);
            case Change.Updated<Pod>(var ignored, var pod) -> hearOfPod(pod, now);
            case Change.Deleted<Pod>(var pod) -> forget(info(pod), now);
        }
    }

    /** What there is to know of a pod; read anew only if it is not what it was. */
    private PodInfo info(Pod pod) {
        var key = pod.namespace() + "/" + pod.name();
        var placed = cluster.pod(key);
        var known = placed == null ? queue.pod(key) : placed;
        return known == null ? PodInfo.of(pod, templates) : known.with(pod, templates);
    }

    private void hearOfPod(Pod pod, Instant now) {
        var former = cluster.pod(pod.namespace() + "/" + pod.name());
        if (former != null && !former.pod().uid().equals(pod.uid())) {
            forget(former, now);
        }
        var info = info(pod);
        claimless.remove(info.key());
        var phase = pod.tree().map("status").string("phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            forget(info, now);
        } else if (!pod.spec().nodeName().isEmpty()) {
            queue.remove(info.key());
            nominations.remove(info.key());
            hearOfPlaced(info, pod.spec().nodeName(), now);
            putAll(gangs.add(info), now);
        } else if (pod.isTerminating() || !isOurs(info) || isGated(info)) {
            queue.remove(info.key());
            nominations.remove(info.key());
            if (!pod.isTerminating() && isOurs(info)) {
                gated.add(info.key());
                if (lacksClaims(info)) {
                    claimless.put(info.key(), info);
                }
                putAll(gangs.add(info), now);
            }
        } else {
            if (isSame(cluster.pod(info.key()), info) && !isQueued(info)) {
                return; // it was bound a moment ago, and this is from before
            }
            putAll(gangs.add(info), now);
            if (gangs.mustWait(info) && !isQueued(info)) {
                gated.add(info.key());
                gangs.hold(info);
                return;
            }
            put(info, now);
            if (!pod.tree().map("status").list("resourceClaimStatuses").isEmpty()) {
                queue.changed(new ClusterEvent.DevicesChanged(), now);
            }
        }
    }

    private void put(PodInfo pod, Instant now) {
        gated.remove(pod.key());
        nominations.hear(pod);
        queue.put(pod, now);
    }

    private void putAll(List<PodInfo> pods, Instant now) {
        pods.forEach(pod -> put(pod, now));
    }

    void hearOfGroup(Change<PodGroup> change, Instant now) {
        putAll(gangs.hear(change), now);
    }

    private boolean isOurs(PodInfo pod) {
        return profiles.containsKey(pod.template().schedulerName());
    }

    private boolean isGated(PodInfo pod) {
        return !pod.spec().list("schedulingGates").isEmpty() || lacksClaims(pod);
    }

    /** A pod is not tried before its claims are there; one that has been tried is tried on. */
    private boolean lacksClaims(PodInfo pod) {
        return !pod.spec().list("resourceClaims").isEmpty() && !isQueued(pod) && !devices.hasClaims(pod.pod());
    }

    private void hearOfPlaced(PodInfo pod, String node, Instant now) {
        var before = cluster.pod(pod.key());
        cluster.place(pod, node);
        if (before == null) {
            queue.changed(new ClusterEvent.PodPlaced(pod), now);
        } else if (before.template() != pod.template() || before.isTerminating() != pod.isTerminating()) {
            queue.changed(new ClusterEvent.PodChanged(before, pod), now);
        }
    }

    private void forget(PodInfo pod, Instant now) {
        boolean placed = cluster.pod(pod.key()) != null;
        gated.remove(pod.key());
        claimless.remove(pod.key());
        gangs.remove(pod);
        queue.remove(pod.key());
        cluster.remove(pod.key());
        boolean expected = !nominations.nodeOf(pod.key()).isEmpty();
        nominations.remove(pod.key());
        if (expected || placed) {
            queue.changed(new ClusterEvent.PodGone(pod), now);
        }
    }

    void hearOfVolumes(Instant now) {
        queue.changed(new ClusterEvent.VolumesChanged(), now);
    }

    void hearOfDevices(Instant now) {
        List.copyOf(claimless.values()).stream()
                .filter(pod -> !lacksClaims(pod))
                .forEach(pod -> hearOfPod(pod.pod(), now));
        queue.changed(new ClusterEvent.DevicesChanged(), now);
    }

    void hearOfNamespaces(Instant now) {
        if (cluster.namespacesChanged()) {
            queue.changed(new ClusterEvent.NamespacesChanged(), now);
        }
    }

    /** How the scheduler treats this pod. */
    Profile profile(PodInfo pod) {
        return profile(pod.template());
    }

    private Profile profile(Template pod) {
        return profiles.getOrDefault(pod.schedulerName(), Profile.DEFAULT);
    }

    /** Decides about the next pod, if one is to be tried now. */
    Optional<Step> next(Instant now) {
        if (decided.isEmpty()) {
            queue.take(now).ifPresent(pod -> decide(pod, now));
        }
        return Optional.ofNullable(decided.poll());
    }

    /** What became of a group of which all pods' steps were taken or are about to be. */
    Optional<GroupVerdict> nextVerdict() {
        return Optional.ofNullable(verdicts.poll());
    }

    private void decide(PodInfo pod, Instant now) {
        var group = gangs.groupOf(pod);
        if (group.isEmpty()) {
            decided.add(carryOut(pod, decider.decide(pod, profile(pod)), now));
        } else {
            decideTogether(group, pod, now);
        }
    }

    /** All pods of a group are tried whenever one of them is to be. */
    private void decideTogether(String group, PodInfo first, Instant now) {
        var members = gangs.members(group);
        var pods = new ArrayList<PodInfo>();
        pods.add(first);
        pods.addAll(queue.takeTogether(members.stream().map(PodInfo::key).toList(), now));
        pods.sort(Comparator.comparingLong((PodInfo pod) -> -pod.priority())
                .thenComparing(pod -> queue.effort(pod.key()).first()));
        var gang = gangs.gang(group);
        if (gang.isEmpty() && !gangs.needsGroups()) {
            pods.forEach(pod -> decided.add(carryOut(pod, decider.decide(pod, profile(pod)), now)));
            return;
        }
        var problem = gang.isEmpty() ? noGroup(group) : mixed(pods);
        if (!problem.isEmpty()) {
            pods.forEach(pod -> decided.add(carryOut(pod, new Decision.Failed(problem), now)));
            return;
        }
        var placed =
                members.stream().filter(pod -> cluster.pod(pod.key()) != null).toList();
        var outcome = groups.decide(gang.orElseThrow(), pods, placed, profile(first));
        for (int i = 0; i < pods.size(); i++) {
            var decision = outcome.decisions().get(i);
            decided.add(carryOut(pods.get(i), decision, now));
            if (!(decision instanceof Decision.Bind)) {
                // What helps a group cannot be told from why one of its pods has no node.
                queue.retry(pods.get(i).key(), now);
            }
        }
        verdicts.add(outcome.verdict());
    }

    private static String noGroup(String group) {
        var name = group.substring(group.indexOf('/') + 1);
        return "running Permit plugin \"GangScheduling\": failed to get podGroup " + group
                + ": podgroup.scheduling.k8s.io \"" + name + "\" not found";
    }

    private static String mixed(List<PodInfo> pods) {
        var name = pods.getFirst().template().schedulerName();
        return pods.stream()
                .map(pod -> pod.template().schedulerName())
                .filter(other -> !other.equals(name))
                .findFirst()
                .map(other -> "all pods in a single pod group should have the same .spec.schedulerName set, got: \""
                        + name + "\" and \"" + other + "\"")
                .orElse("");
    }

    private Step carryOut(PodInfo pod, Decision decision, Instant now) {
        var effort = queue.effort(pod.key());
        var displaced = List.<PodInfo>of();
        switch (decision) {
            case Decision.Bind(var node, var volumes, var given) -> {
                cluster.place(pod, node);
                assumed++;
                nominations.remove(pod.key());
                reservations.reserve(volumes, node);
                devices.promises().reserve(given);
                queue.changed(new ClusterEvent.PodPlaced(pod), now);
            }
            case Decision.Unschedulable(var message, var settled, var plugins) -> {
                queue.failed(pod.key(), plugins, now);
                if (settled) {
                    nominations.remove(pod.key());
                }
            }
            case Decision.Failed failed -> queue.retry(pod.key(), now);
            case Decision.Free free -> queue.failed(pod.key(), free.plugins(), now);
            case Decision.Preempt preempt -> {
                // Whoever was to have the place and is less important has to look for another.
                displaced = nominations.on(preempt.node()).stream()
                        .filter(other -> other.priority() < pod.priority())
                        .toList();
                displaced.forEach(other -> nominations.remove(other.key()));
                nominations.put(pod, preempt.node());
                queue.failed(pod.key(), preempt.plugins(), now);
                displaced.forEach(other -> queue.retry(other.key(), now));
            }
        }
        return new Step(pod, decision, displaced, effort);
    }

    /** A binding was written. */
    void bound(PodInfo pod, Decision.Bind decision) {
        assumed--;
        reservations.release(decision.volumes());
        devices.promises().release(decision.devices());
        if (isQueued(pod)) {
            queue.remove(pod.key());
        }
    }

    /**
     * A binding could not be written. Whoever heard of the pod's place meanwhile knows better, and a new pod of the same
     * name has nothing to do with it.
     *
     * @param forGood whether the pod is not there any more as it was
     */
    void notBound(PodInfo pod, Decision.Bind decision, boolean forGood, Instant now) {
        assumed--;
        reservations.release(decision.volumes());
        devices.promises().release(decision.devices());
        var placed = cluster.pod(pod.key());
        if (placed != null
                && isSame(placed, pod)
                && placed.pod().spec().nodeName().isEmpty()) {
            cluster.remove(pod.key());
            queue.changed(new ClusterEvent.PodGone(pod), now);
        }
        if (!decision.devices().isNone()) {
            // Others may have waited for what is not promised any more.
            queue.changed(new ClusterEvent.DevicesChanged(), now);
        }
        if (!isQueued(pod)) {
            return;
        }
        if (forGood) {
            queue.remove(pod.key());
        } else {
            nominations.hear(pod);
            queue.retry(pod.key(), now);
        }
    }

    private boolean isQueued(PodInfo pod) {
        return isSame(queue.pod(pod.key()), pod);
    }

    private static boolean isSame(@Nullable PodInfo known, PodInfo pod) {
        return known != null && known.pod().uid().equals(pod.pod().uid());
    }

    /** Room could not be made for a pod. */
    void notPreempted(PodInfo pod, Instant now) {
        nominations.remove(pod.key());
        queue.retry(pod.key(), now);
    }

    /** When a pod is to be tried that is not to be tried yet. */
    Optional<Instant> nextWakeUp() {
        return queue.nextWakeUp();
    }

    /** How many pods wait for what, and how much is known. */
    Pending pending() {
        return new Pending(
                queue.active(),
                queue.backingOff(),
                queue.waitingForChange(),
                gated.size(),
                cluster.nodeCount(),
                cluster.podCount(),
                assumed);
    }

    /** How many pods wait. */
    int waiting() {
        return queue.size();
    }
}
