package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Claims of devices, by class and by the extended resource that a class makes up.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic
 * Resource Allocation</a>.
 */
final class DeviceClaimEvaluator implements Evaluator {

    static final CountedResource CLAIMS = new CountedResource("resource.k8s.io", "resourceclaims");

    /** What stands before the name of a class in the name of the extended resource that every class makes up. */
    static final String IMPLICIT = "deviceclass.resource.kubernetes.io/";

    private static final String REQUESTS = "requests.";
    private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

    /** The most devices that a claim can be given. */
    private static final long ALL = 32;

    private final DeviceKnowledge knowledge;

    DeviceClaimEvaluator(DeviceKnowledge knowledge) {
        this.knowledge = knowledge;
    }

    @Override
    public Evaluator knowing(DeviceKnowledge more) {
        return new DeviceClaimEvaluator(more);
    }

    @Override
    public CountedResource resource() {
        return CLAIMS;
    }

    @Override
    public boolean counts(String name) {
        return name.equals(CLAIMS.countName())
                || name.endsWith(OF_CLASS)
                || (name.startsWith(REQUESTS) && isMadeUp(name.substring(REQUESTS.length())));
    }

    private boolean isMadeUp(String resource) {
        return knowledge.classes().stream()
                .anyMatch(it -> resource.equals(IMPLICIT + it.map("metadata").string("name"))
                        || resource.equals(it.map("spec").string("extendedResourceName")));
    }

    @Override
    public SortedMap<String, Quantity> usage(JsonMap claim, Instant now) {
        var devices = new TreeMap<String, Quantity>();
        for (var request :
                claim.map("spec").map("devices").list("requests").maps().toList()) {
            if (!request.list("firstAvailable").isEmpty()) {
                var most = new TreeMap<String, Quantity>();
                request.list("firstAvailable").maps().forEach(sub -> Amounts.raiseTo(most, devices(sub)));
                Amounts.addTo(devices, most);
            } else if (request.has("exactly")) {
                Amounts.addTo(devices, devices(request.map("exactly")));
            }
        }
        var usage = new TreeMap<String, Quantity>();
        usage.put(CLAIMS.countName(), Quantity.of(1));
        var paid = MadeForPod.paid(claim, knowledge, now);
        devices.forEach((deviceClass, amount) -> {
            usage.put(deviceClass + OF_CLASS, amount);
            extended(deviceClass).forEach(name -> {
                var rest = amount.subtract(paid.getOrDefault(name, Quantity.ZERO));
                if (rest.signum() > 0) {
                    usage.put(name, rest);
                }
            });
        });
        return usage;
    }

    /** The names under which quotas limit what devices of a class make up. */
    private Set<String> extended(String deviceClass) {
        var names = new TreeSet<String>();
        names.add(REQUESTS + IMPLICIT + deviceClass);
        knowledge.classes().stream()
                .filter(it -> it.map("metadata").string("name").equals(deviceClass))
                .map(it -> it.map("spec").string("extendedResourceName"))
                .filter(name -> !name.isEmpty())
                .forEach(name -> names.add(REQUESTS + name));
        return names;
    }

    private static SortedMap<String, Quantity> devices(JsonMap request) {
        long count = switch (request.string("allocationMode")) {
            case "All" -> ALL;
            case "ExactCount" -> request.number("count");
            default -> request.has("count") ? request.number("count") : 1;
        };
        var devices = new TreeMap<String, Quantity>();
        devices.put(request.string("deviceClassName"), Quantity.of(count));
        return devices;
    }
}
