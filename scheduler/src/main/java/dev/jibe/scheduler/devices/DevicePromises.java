package dev.jibe.scheduler.devices;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Devices and claims that are promised to pods, until that is written and seen. Belongs to the scheduler's one thread. */
public final class DevicePromises {
    private final Map<String, DevicePlan.Step> byClaim = new HashMap<>();

    public void reserve(DevicePlan plan) {
        plan.steps().stream()
                .filter(step -> !step.allocation().isEmpty())
                .forEach(step -> byClaim.put(step.uid(), step));
    }

    public void release(DevicePlan plan) {
        plan.steps().stream().filter(step -> !step.allocation().isEmpty()).forEach(step -> byClaim.remove(step.uid()));
    }

    boolean isPromised(String claimUid) {
        return byClaim.containsKey(claimUid);
    }

    Set<DeviceId> devices() {
        var result = new HashSet<DeviceId>();
        byClaim.values().forEach(step -> result.addAll(DevicePlan.exclusive(step.allocation())));
        return result;
    }
}
