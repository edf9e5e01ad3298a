package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Claims of devices, by class.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic
 * Resource Allocation</a>.
 */
final class DeviceClaimEvaluator implements Evaluator {

    private static final CountedResource CLAIMS = new CountedResource("resource.k8s.io", "resourceclaims");
    private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

    /** The most devices that a claim can be given. */
    private static final long ALL = 32;

    @Override
    public CountedResource resource() {
        return CLAIMS;
    }

    @Override
    public boolean counts(String name) {
        return name.equals(CLAIMS.countName()) || name.endsWith(OF_CLASS);
    }

    @Override
    public SortedMap<String, Quantity> usage(JsonMap claim, Instant now) {
        var usage = new TreeMap<String, Quantity>();
        usage.put(CLAIMS.countName(), Quantity.of(1));
        for (var request :
                claim.map("spec").map("devices").list("requests").maps().toList()) {
            if (!request.list("firstAvailable").isEmpty()) {
                var most = new TreeMap<String, Quantity>();
                request.list("firstAvailable").maps().forEach(sub -> Amounts.raiseTo(most, devices(sub)));
                Amounts.addTo(usage, most);
            } else if (request.has("exactly")) {
                Amounts.addTo(usage, devices(request.map("exactly")));
            }
        }
        return usage;
    }

    private static SortedMap<String, Quantity> devices(JsonMap request) {
        long count = switch (request.string("allocationMode")) {
            case "All" -> ALL;
            case "ExactCount" -> request.number("count");
            default -> request.has("count") ? request.number("count") : 1;
        };
        var devices = new TreeMap<String, Quantity>();
        devices.put(request.string("deviceClassName") + OF_CLASS, Quantity.of(count));
        return devices;
    }
}
