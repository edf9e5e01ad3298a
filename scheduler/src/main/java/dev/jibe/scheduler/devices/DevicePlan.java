package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has to be written into the claims of a pod before it can be on its node. */
public record DevicePlan(List<Step> steps) {

    public static final DevicePlan NONE = new DevicePlan(List.of());

    /**
     * One claim.
     *
     * @param allocation what it is given; empty if it has been given something before
     */
    public record Step(JsonMap claim, JsonMap allocation) {

        /** The claim's uid. */
        public String uid() {
            return claim.map("metadata").string("uid");
        }
    }

    public boolean isNone() {
        return steps.isEmpty();
    }

    /** The devices that claims are given by it, and that others cannot have. */
    Set<DeviceId> devices() {
        var result = new HashSet<DeviceId>();
        steps.forEach(step -> result.addAll(exclusive(step.allocation())));
        return result;
    }

    /** The devices of an allocation that others cannot have. */
    static Set<DeviceId> exclusive(JsonMap allocation) {
        var result = new HashSet<DeviceId>();
        allocation
                .map("devices")
                .list("results")
                .maps()
                .filter(it -> !it.bool("adminAccess"))
                .forEach(it -> result.add(DeviceId.of(it)));
        return result;
    }
}
