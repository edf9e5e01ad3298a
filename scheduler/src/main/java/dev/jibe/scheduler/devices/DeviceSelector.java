package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;

/** Runs expressions that choose devices. The scheduler is given one: it knows nothing of the language. */
@FunctionalInterface
public interface DeviceSelector {

    /** Knows no expressions. */
    DeviceSelector NONE = (expression, driver, device) -> {
        throw new SchedulerException("expressions that choose devices are not understood here");
    };

    /**
     * Whether a device is chosen.
     *
     * @param device as its slice lists it
     * @throws SchedulerException if the expression has no answer for it
     */
    boolean matches(String expression, String driver, JsonMap device);
}
