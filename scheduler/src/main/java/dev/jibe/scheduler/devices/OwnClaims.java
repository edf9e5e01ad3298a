package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.SchedulerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The claims that a pod names, and what keeps it from having them wherever it is. */
final class OwnClaims {
    private static final int MOST_CONSUMERS = 256;

    private final Pod pod;
    private final DeviceWorld world;

    OwnClaims(Pod pod, DeviceWorld world) {
        this.pod = pod;
        this.world = world;
    }

    /** All of them; fails if one is not there. */
    List<JsonMap> all() {
        var result = new ArrayList<JsonMap>();
        for (var entry : pod.tree().map("spec").list("resourceClaims").maps().toList()) {
            claim(entry).ifPresent(result::add);
        }
        return result;
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
        var claim = world.devices()
                .claim(pod.namespace(), name)
                .orElseThrow(() -> new SchedulerException("resourceclaim \"" + wanted + "\" not found"));
        checkOwner(claim, entry);
        return Optional.of(claim);
    }

    private void checkOwner(JsonMap claim, JsonMap entry) {
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

    /** Fails if the pod cannot have the claim now. */
    void check(JsonMap claim) {
        var metadata = claim.map("metadata");
        var status = claim.map("status");
        if (status.has("allocation")) {
            if (!isReservedFor(claim, pod) && status.list("reservedFor").size() >= MOST_CONSUMERS) {
                throw new SchedulerException("resourceclaim in use");
            }
            // What is written and seen stands, though whoever wrote it may not have said yet that it is done.
            return;
        }
        if (world.promises().isPromised(metadata.string("uid"))) {
            throw new SchedulerException("resource claim " + metadata.string("namespace") + "/"
                    + metadata.string("name") + " is in the process of being allocated");
        }
        checkClasses(claim);
    }

    private void checkClasses(JsonMap claim) {
        for (var asked :
                claim.map("spec").map("devices").list("requests").maps().toList()) {
            for (var request : Request.of(asked)) {
                if (world.devices().deviceClass(request.deviceClass()).isEmpty()) {
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
}
