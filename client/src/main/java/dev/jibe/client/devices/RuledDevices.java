package dev.jibe.client.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.Collection;
import java.util.List;

/**
 * Devices with the taints that rules put on them besides those of their driver.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations">Device
 * taints and tolerations</a>.
 */
public final class RuledDevices {

    private RuledDevices() {}

    /** The slice as if its driver had put the taints of the rules on its devices; itself if no rule is about them. */
    public static JsonMap apply(JsonMap slice, Collection<JsonMap> rules) {
        if (rules.isEmpty()) {
            return slice;
        }
        var spec = slice.map("spec");
        var driver = spec.string("driver");
        var pool = spec.map("pool").string("name");
        var devices = spec.list("devices").map(item -> {
            var device = (JsonMap) item;
            var more = rules.stream()
                    .filter(rule -> isAbout(rule, driver, pool, device.string("name")))
                    .map(rule -> rule.map("spec").map("taint"))
                    .toList();
            return more.isEmpty() ? device : device.with("taints", joined(device.list("taints"), more));
        });
        return devices.equals(spec.list("devices")) ? slice : slice.with("spec", spec.with("devices", devices));
    }

    private static JsonList joined(JsonList taints, List<JsonMap> more) {
        var result = taints;
        for (var taint : more) {
            result = result.with(taint);
        }
        return result;
    }

    /** Whether a rule is about a device; one that selects by nothing is about all. */
    public static boolean isAbout(JsonMap rule, String driver, String pool, String device) {
        var selector = rule.map("spec").map("deviceSelector");
        return is(selector, "driver", driver) && is(selector, "pool", pool) && is(selector, "device", device);
    }

    private static boolean is(JsonMap selector, String key, String value) {
        return !selector.has(key) || selector.string(key).equals(value);
    }
}
