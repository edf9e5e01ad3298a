package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;

/**
 * A device that a node can use.
 *
 * @param device as its slice lists it
 * @param isLocal whether only this node can, once it is given away
 * @param nodes the selector of the nodes that can, if it is not for all and not for one
 * @param consumes what it takes from others of its pool
 */
record Offer(DeviceId id, JsonMap device, boolean isLocal, JsonMap nodes, Counters consumes) {

    /** @param place what says where the device is: itself, or the slice's spec */
    static Offer of(PoolId pool, JsonMap device, JsonMap place) {
        boolean isLocal = !place.string("nodeName").isEmpty() || device.bool("bindsToNode");
        var id = new DeviceId(pool.driver(), pool.name(), device.string("name"));
        return new Offer(id, device, isLocal, place.map("nodeSelector"), Counters.consumed(device));
    }

    String driver() {
        return id.driver();
    }

    /** Whether several can have it at once. */
    boolean isShared() {
        return device.bool("allowMultipleAllocations");
    }

    JsonMap capacity() {
        return device.map("capacity");
    }
}
