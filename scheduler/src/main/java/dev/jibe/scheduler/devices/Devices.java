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

    /** The claims that a pod of this uid controls. */
    default List<JsonMap> claimsOf(String podUid) {
        return List.of();
    }

    /** The slices of devices that are for this node alone, by name of the node. */
    default List<JsonMap> slicesOn(String node) {
        return List.of();
    }

    /** The slices that concern more than one node: devices for many, and counters. */
    default List<JsonMap> sharedSlices() {
        return List.of();
    }

    /** All slices of a pool, of whatever generation. */
    default List<JsonMap> slicesOfPool(String driver, String pool) {
        return List.of();
    }

    default Optional<JsonMap> deviceClass(String name) {
        return Optional.empty();
    }

    /** The class whose devices make up an extended resource. */
    default Optional<JsonMap> classFor(String extendedResource) {
        return Optional.empty();
    }
}
