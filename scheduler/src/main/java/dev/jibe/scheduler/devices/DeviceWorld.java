package dev.jibe.scheduler.devices;

import dev.jibe.scheduler.snapshot.PodInfo;

/**
 * All that decisions about devices are made from.
 *
 * @param promises what was given and is not yet seen to be written
 */
public record DeviceWorld(Devices devices, DevicePromises promises, DeviceSelector selector) {

    /** There are no devices. */
    public static DeviceWorld none() {
        return new DeviceWorld(Devices.NONE, new DevicePromises(), DeviceSelector.NONE);
    }

    /** What a pod claims. */
    public PodDevices of(PodInfo pod) {
        return new PodDevices(pod.pod(), devices, promises, selector);
    }
}
