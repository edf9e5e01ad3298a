package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Claims of devices: what was said of a device goes when the claim loses it, also if whoever takes it knows nothing of that. */
final class DeviceClaimStrategy extends BuiltinStrategy {

    DeviceClaimStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        var updated = super.prepareForStatusUpdate(object, old);
        var status = updated.map("status");
        var lost = given(old);
        lost.removeAll(given(updated));
        if (lost.isEmpty() || status.list("devices").isEmpty()) {
            return updated;
        }
        var left = status.list("devices")
                .maps()
                .filter(device -> !lost.contains(id(device)))
                .toList();
        return updated.with(
                "status", left.isEmpty() ? status.without("devices") : status.with("devices", JsonList.copyOf(left)));
    }

    private static Set<List<String>> given(JsonMap claim) {
        return claim.map("status")
                .map("allocation")
                .map("devices")
                .list("results")
                .maps()
                .map(DeviceClaimStrategy::id)
                .collect(Collectors.toSet());
    }

    private static List<String> id(JsonMap device) {
        return List.of(
                device.string("driver"), device.string("pool"), device.string("device"), device.string("shareID"));
    }
}
