package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Optional;

/** Claims of devices, the devices on offer, and their classes. */
public interface Devices {

    /** There are none. */
    Devices NONE = new Devices() {};

    default Optional<JsonMap> claim(String namespace, String name) {
        return Optional.empty();
    }

    /** All claims that have been given devices. */
    default List<JsonMap> allocatedClaims() {
        return List.of();
    }

    default List<JsonMap> slices() {
        return List.of();
    }

    default Optional<JsonMap> deviceClass(String name) {
        return Optional.empty();
    }
}
