package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;

/**
 * A device that a node can use.
 *
 * @param device as its slice lists it
 * @param isLocal whether only this node can
 * @param nodes the selector of the nodes that can, if it is not for all and not for one
 */
record Offer(DeviceId id, JsonMap device, boolean isLocal, JsonMap nodes) {

    String driver() {
        return id.driver();
    }
}
