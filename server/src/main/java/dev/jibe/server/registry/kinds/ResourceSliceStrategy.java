package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import java.time.Instant;

/**
 * Devices that a driver has: each of their taints says since when it is there.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations">Device
 * taints and tolerations</a>.
 */
final class ResourceSliceStrategy extends BuiltinStrategy {

    private static final String SINCE = "timeAdded";

    ResourceSliceStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        var since = object.map("metadata").get("creationTimestamp");
        var slice = super.prepareForCreate(object);
        return since == null ? slice : dated(slice, since);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old, Instant now) {
        return dated(prepareForUpdate(object, old), Times.seconds(now));
    }

    private static JsonMap dated(JsonMap slice, Object since) {
        var devices = slice.map("spec").list("devices");
        if (devices.maps().allMatch(device -> device.list("taints").isEmpty())) {
            return slice;
        }
        var dated = devices.map(
                item -> item instanceof JsonMap device && !device.list("taints").isEmpty()
                        ? device.with("taints", taints(device.list("taints"), since))
                        : item);
        return slice.withAt(dated, "spec", "devices");
    }

    private static JsonList taints(JsonList taints, Object since) {
        return taints.map(item -> item instanceof JsonMap taint && !taint.has(SINCE) ? taint.with(SINCE, since) : item);
    }
}
