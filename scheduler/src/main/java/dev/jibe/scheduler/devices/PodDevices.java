package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.NodeTerm;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of one pod that seeks a node, and which nodes can satisfy them. */
public final class PodDevices {
    private final Pod pod;
    private final DeviceWorld world;
    private final Duration patience;
    private final Inventory inventory;
    private final Allocated allocated = new Allocated();
    private final List<JsonMap> claims = new ArrayList<>();
    private final List<JsonMap> unallocated = new ArrayList<>();
    private final Optional<ExtendedResources> extended;
    private final Map<String, Found> found = new HashMap<>();
    private final Set<JsonMap> elsewhere = new LinkedHashSet<>();
    private String refusal = "";
    private String failure = "";

    /**
     * What there is for the pod on a node.
     *
     * @param why it cannot be there; empty if it can
     * @param liking how near to the best alternatives it is
     */
    private record Found(String why, DevicePlan plan, long liking) {
        static Found nothing(String why) {
            return new Found(why, DevicePlan.NONE, 0);
        }
    }

    PodDevices(PodInfo info, DeviceWorld world, Duration patience) {
        this.pod = info.pod();
        this.world = world;
        this.patience = patience;
        this.inventory = new Inventory(world.devices());
        this.extended = ExtendedResources.of(info, world.devices());
        try {
            var own = new OwnClaims(pod, world);
            for (var claim : own.all()) {
                if (claims.contains(claim)) {
                    continue;
                }
                own.check(claim);
                claims.add(claim);
                if (!claim.map("status").has("allocation")) {
                    unallocated.add(claim);
                }
            }
        } catch (SchedulerException e) {
            refusal = String.valueOf(e.getMessage());
        }
        if (refusal.isEmpty() && (!unallocated.isEmpty() || extended.isPresent())) {
            world.promises().addTo(allocated);
            world.devices()
                    .allocatedClaims()
                    .forEach(claim -> allocated.add(claim.map("status").map("allocation")));
        }
    }

    /** Whether the pod needs no devices at all. */
    public boolean isNone() {
        return refusal.isEmpty() && claims.isEmpty() && extended.isEmpty();
    }

    /** Why the pod can be on no node; empty if it may be on some. */
    public String refusal() {
        return refusal;
    }

    /** What kept it from being told where the pod can be, on nodes that were looked at; empty if nothing did. */
    public String failure() {
        return failure;
    }

    /** Why the pod cannot be on the node; empty if it can. */
    public String reject(NodeInfo node) {
        return on(node).why();
    }

    /** What is to be written if the pod goes to the node. */
    public DevicePlan plan(NodeInfo node) {
        return on(node).plan();
    }

    /** How much better it is than on other nodes, where claims name alternatives. */
    public long liking(NodeInfo node) {
        return on(node).liking();
    }

    /**
     * A claim that has devices where the pod cannot be, or devices that were not made ready, though nobody else uses it;
     * of nodes that were looked at. Or else the claim of an earlier attempt.
     */
    public Optional<JsonMap> idle() {
        return elsewhere.stream()
                .filter(claim -> {
                    var consumers = claim.map("status").list("reservedFor");
                    return consumers.isEmpty() || (consumers.size() == 1 && OwnClaims.isReservedFor(claim, pod));
                })
                .findFirst()
                .or(() -> extended.flatMap(ExtendedResources::former));
    }

    private Found on(NodeInfo node) {
        var known = found.get(node.name());
        if (known == null) {
            known = failure.isEmpty() ? find(node) : Found.nothing(failure);
            found.put(node.name(), known);
        }
        return known;
    }

    private Found find(NodeInfo node) {
        var drawn = Optional.<ExtendedResources.Drawn>empty();
        if (extended.isPresent()) {
            if (extended.get().former().isPresent()) {
                return Found.nothing("cannot schedule extended resource claim");
            }
            if (extended.get().isAmiss(node)) {
                return Found.nothing("cannot fit resource");
            }
            drawn = extended.get().on(node);
        }
        var wanted = new ArrayList<>(unallocated);
        drawn.ifPresent(it -> wanted.add(it.claim()));
        var steps = new ArrayList<DevicePlan.Step>();
        var mappings = drawn.map(ExtendedResources.Drawn::mappings).orElse(JsonList.EMPTY);
        var why = wanted.isEmpty() ? "" : allocate(wanted, mappings, node, steps);
        if (!why.isEmpty()) {
            return Found.nothing(why);
        }
        var misplaced = claims.stream().filter(claim -> !isUsable(claim, node)).toList();
        if (!misplaced.isEmpty()) {
            elsewhere.addAll(misplaced);
            return Found.nothing("resourceclaim not available on the node");
        }
        var awaited = new ArrayList<JsonMap>();
        for (var claim : claims) {
            if (claim.map("status").has("allocation")) {
                boolean isOurs = OwnClaims.isReservedFor(claim, pod);
                if (!isOurs) {
                    steps.add(DevicePlan.Step.joining(claim));
                } else if (Readiness.isNeeded(claim.map("status").map("allocation"))) {
                    awaited.add(claim);
                }
            }
        }
        return new Found("", new DevicePlan(steps, awaited), wanted.isEmpty() ? 0 : liking(steps));
    }

    /** Adds the steps by which claims are given devices; why they cannot be. */
    private String allocate(List<JsonMap> wanted, JsonList mappings, NodeInfo node, List<DevicePlan.Step> steps) {
        var pools = inventory.of(node);
        var allocator = new Allocator(node.name(), pools, allocated, world.devices(), world.selector());
        Optional<List<List<Allocator.Choice>>> choices;
        try {
            choices = allocator.allocate(wanted);
        } catch (SchedulerException e) {
            // Something is wrong that is no better elsewhere.
            failure = "running \"DynamicResources\" filter plugin: " + e.getMessage();
            return failure;
        }
        if (choices.isEmpty()) {
            return pools.stream().anyMatch(pool -> pool.state() == Pool.State.INVALID)
                    ? "invalid resource pools were encountered"
                    : "cannot allocate all claims";
        }
        for (int i = 0; i < wanted.size(); i++) {
            var claim = wanted.get(i);
            var allocation = Allocation.of(claim, choices.get().get(i), node.name(), world.devices());
            boolean isNew = i >= unallocated.size();
            steps.add(new DevicePlan.Step(claim, allocation, isNew ? mappings : JsonList.EMPTY));
        }
        return "";
    }

    /** Whether what a claim was given can be used on a node, and is ready or still has time. */
    private boolean isUsable(JsonMap claim, NodeInfo node) {
        if (!claim.map("status").has("allocation")) {
            return true;
        }
        var allocation = claim.map("status").map("allocation");
        if (allocation.has("nodeSelector")
                && !NodeTerm.anyMatches(NodeTerm.ofSelector(allocation.map("nodeSelector")), node)) {
            return false;
        }
        return switch (Readiness.of(claim)) {
            case Readiness.Ready() -> true;
            case Readiness.Failed failed -> false;
            case Readiness.Pending() ->
                Readiness.deadline(allocation, patience)
                        .filter(deadline -> !world.now().get().isBefore(deadline))
                        .isEmpty();
        };
    }

    /** A request counts for more the earlier its alternative is named. */
    private long liking(List<DevicePlan.Step> steps) {
        long sum = 0;
        for (var step : steps) {
            sum += Alternatives.liking(step.claim(), step.allocation());
        }
        for (var claim : claims) {
            sum += Alternatives.liking(claim, claim.map("status").map("allocation"));
        }
        return sum;
    }
}
