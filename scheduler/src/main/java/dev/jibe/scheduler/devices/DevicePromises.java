package dev.jibe.scheduler.devices;

import java.util.HashMap;
import java.util.Map;

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

    void addTo(Allocated allocated) {
        byClaim.values().forEach(step -> allocated.add(step.allocation()));
    }
}
