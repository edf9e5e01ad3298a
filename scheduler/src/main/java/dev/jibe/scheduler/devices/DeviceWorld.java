package dev.jibe.scheduler.devices;

import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All that decisions about devices are made from.
 *
 * @param promises what was given and is not yet seen to be written
 * @param now what time it is: devices that are not made ready in time are given back
 */
public record DeviceWorld(Devices devices, DevicePromises promises, DeviceSelector selector, Supplier<Instant> now) {

    /** There are no devices. */
    public static DeviceWorld none() {
        return new DeviceWorld(Devices.NONE, new DevicePromises(), DeviceSelector.NONE, () -> Instant.EPOCH);
    }

    /**
     * What a pod claims.
     *
     * @param patience how long devices may take to be made ready
     */
    public PodDevices of(PodInfo pod, Duration patience) {
        return new PodDevices(pod, this, patience);
    }

    /** Whether all claims that a pod names are there. */
    public boolean hasClaims(Pod pod) {
        try {
            new OwnClaims(pod, this).all();
            return true;
        } catch (SchedulerException missing) {
            return false;
        }
    }

    /** The extended resources among those that pods ask for that are made up of devices, on nodes without any. */
    public Set<String> madeUp(Template pod) {
        var asked = pod.requests().other();
        return asked.isEmpty()
                ? Set.of()
                : asked.keySet().stream()
                        .filter(name -> devices.classFor(name).isPresent())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
