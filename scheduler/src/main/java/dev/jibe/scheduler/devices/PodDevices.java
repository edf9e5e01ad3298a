package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.NodeTerm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of one pod that seeks a node, and which nodes can satisfy them. */
public final class PodDevices {
    private static final int MOST_CONSUMERS = 256;

    private final Pod pod;
    private final Devices devices;
    private final DeviceSelector selector;
    private final Set<DeviceId> taken = new HashSet<>();
    private final List<JsonMap> claims = new ArrayList<>();
    private final List<JsonMap> unallocated = new ArrayList<>();
    private final Map<String, Optional<DevicePlan>> plans = new HashMap<>();
    private final Set<JsonMap> elsewhere = new LinkedHashSet<>();
    private String refusal = "";

    public PodDevices(Pod pod, Devices devices, DevicePromises promises, DeviceSelector selector) {
        this.pod = pod;
        this.devices = devices;
        this.selector = selector;
        try {
            for (var entry :
                    pod.tree().map("spec").list("resourceClaims").maps().toList()) {
                claim(entry).ifPresent(claim -> add(claim, promises));
            }
        } catch (SchedulerException e) {
            refusal = String.valueOf(e.getMessage());
        }
        if (refusal.isEmpty() && !unallocated.isEmpty()) {
            taken.addAll(promises.devices());
            devices.allocatedClaims()
                    .forEach(claim -> taken.addAll(
                            DevicePlan.exclusive(claim.map("status").map("allocation"))));
        }
    }

    /** Why the pod can be on no node; empty if it may be on some. */
    public String refusal() {
        return refusal;
    }

    /** The claim of an entry; nothing if the entry needs none. */
    private Optional<JsonMap> claim(JsonMap entry) {
        var name = entry.string("resourceClaimName");
        if (name.isEmpty()) {
            var made = pod.tree()
                    .map("status")
                    .list("resourceClaimStatuses")
                    .maps()
                    .filter(status -> status.string("name").equals(entry.string("name")))
                    .findFirst()
                    .orElseThrow(() -> new SchedulerException(
                            "pod \"" + pod.namespace() + "/" + pod.name() + "\": ResourceClaim not created yet"));
            if (!made.has("resourceClaimName")) {
                return Optional.empty();
            }
            name = made.string("resourceClaimName");
        }
        var wanted = name;
        var claim = devices.claim(pod.namespace(), name)
                .orElseThrow(() -> new SchedulerException("resourceclaim \"" + wanted + "\" not found"));
        check(claim, entry);
        return Optional.of(claim);
    }

    private void check(JsonMap claim, JsonMap entry) {
        var metadata = claim.map("metadata");
        if (metadata.has("deletionTimestamp")) {
            throw new SchedulerException("resourceclaim \"" + metadata.string("name") + "\" is being deleted");
        }
        boolean isOurs = metadata.list("ownerReferences")
                .maps()
                .anyMatch(owner -> owner.string("uid").equals(pod.uid()));
        if (entry.has("resourceClaimTemplateName") && !isOurs) {
            throw new SchedulerException("ResourceClaim " + pod.namespace() + "/" + metadata.string("name")
                    + " was not created for pod " + pod.namespace() + "/" + pod.name() + " (pod is not owner)");
        }
    }

    private void add(JsonMap claim, DevicePromises promises) {
        var metadata = claim.map("metadata");
        var status = claim.map("status");
        // What is written and seen stands, though whoever wrote it may not have said yet that it is done.
        if (!status.has("allocation") && promises.isPromised(metadata.string("uid"))) {
            throw new SchedulerException("resourceclaim \"" + metadata.string("name") + "\" is being allocated");
        }
        if (!isReservedFor(claim, pod) && status.list("reservedFor").size() >= MOST_CONSUMERS) {
            throw new SchedulerException("resourceclaim in use");
        }
        claims.add(claim);
        if (!status.has("allocation")) {
            unallocated.add(claim);
            checkClasses(claim);
        }
    }

    private void checkClasses(JsonMap claim) {
        for (var asked :
                claim.map("spec").map("devices").list("requests").maps().toList()) {
            for (var request : Request.of(asked)) {
                if (devices.deviceClass(request.deviceClass()).isEmpty()) {
                    throw new SchedulerException("request " + request.name() + ": device class " + request.deviceClass()
                            + " does not exist");
                }
            }
        }
    }

    static boolean isReservedFor(JsonMap claim, Pod pod) {
        return claim.map("status")
                .list("reservedFor")
                .maps()
                .anyMatch(consumer -> consumer.string("uid").equals(pod.uid()));
    }

    /** Why the pod cannot be on the node; empty if it can. */
    public String reject(NodeInfo node) {
        for (var claim : claims) {
            var allocation = claim.map("status").map("allocation");
            if (allocation.has("nodeSelector")
                    && !NodeTerm.anyMatches(NodeTerm.ofSelector(allocation.map("nodeSelector")), node)) {
                elsewhere.add(claim);
                return "resourceclaim not available on the node";
            }
        }
        try {
            return found(node).isPresent() ? "" : "cannot allocate all claims";
        } catch (SchedulerException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A claim that has devices where the pod cannot be, though nobody else uses it; of nodes that were looked at. */
    public Optional<JsonMap> idle() {
        return elsewhere.stream()
                .filter(claim -> {
                    var consumers = claim.map("status").list("reservedFor");
                    return consumers.isEmpty() || (consumers.size() == 1 && isReservedFor(claim, pod));
                })
                .findFirst();
    }

    /** What is to be written if the pod goes to the node. */
    public DevicePlan plan(NodeInfo node) {
        return found(node).orElse(DevicePlan.NONE);
    }

    private Optional<DevicePlan> found(NodeInfo node) {
        var known = plans.get(node.name());
        if (known == null) {
            known = find(node);
            plans.put(node.name(), known);
        }
        return known;
    }

    private Optional<DevicePlan> find(NodeInfo node) {
        var steps = new ArrayList<DevicePlan.Step>();
        claims.stream()
                .filter(claim -> claim.map("status").has("allocation") && !isReservedFor(claim, pod))
                .forEach(claim -> steps.add(new DevicePlan.Step(claim, JsonMap.EMPTY)));
        if (unallocated.isEmpty()) {
            return Optional.of(new DevicePlan(steps));
        }
        var allocator = new Allocator(Inventory.of(devices.slices(), node), taken, devices, selector);
        var choices = allocator.allocate(unallocated);
        if (choices.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < unallocated.size(); i++) {
            var claim = unallocated.get(i);
            var allocation = Allocation.of(claim, choices.get().get(i), node.name(), devices);
            steps.add(new DevicePlan.Step(claim, allocation));
        }
        return Optional.of(new DevicePlan(steps));
    }
}
