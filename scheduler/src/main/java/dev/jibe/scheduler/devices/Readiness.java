package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the devices of a claim that have to be made ready for a node are so.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/issues/5007">KEP-5007, Device binding conditions</a>.
 */
public sealed interface Readiness {

    /** What stands before the reason of a failure. */
    String FAILED = "device binding failed";

    /** They are, or there is nothing to wait for. */
    record Ready() implements Readiness {}

    /** Something has still to be done. */
    record Pending() implements Readiness {}

    /** It will not be done. */
    record Failed(String why) implements Readiness {}

    static Readiness of(JsonMap claim) {
        var status = claim.map("status");
        if (!status.has("allocation")) {
            return new Pending();
        }
        for (var result :
                status.map("allocation").map("devices").list("results").maps().toList()) {
            var conditions = result.list("bindingConditions");
            if (conditions.isEmpty()) {
                continue;
            }
            var device = device(status, DeviceId.of(result));
            for (var name : result.list("bindingFailureConditions").strings().toList()) {
                var failure = condition(device, name);
                if (failure.string("status").equals("True")) {
                    return new Failed(FAILED + ": claim="
                            + claim.map("metadata").string("name") + ", reason=" + failure.string("reason")
                            + ", message=\"" + failure.string("message") + "\"");
                }
            }
            if (!conditions
                    .strings()
                    .allMatch(name -> condition(device, name).string("status").equals("True"))) {
                return new Pending();
            }
        }
        return new Ready();
    }

    private static JsonMap device(JsonMap status, DeviceId id) {
        return status.list("devices")
                .maps()
                .filter(device -> DeviceId.of(device).equals(id))
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    private static JsonMap condition(JsonMap device, String type) {
        return device.list("conditions")
                .maps()
                .filter(condition -> condition.string("type").equals(type))
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    /** Whether devices of an allocation have to be made ready. */
    static boolean isNeeded(JsonMap allocation) {
        return allocation
                .map("devices")
                .list("results")
                .maps()
                .anyMatch(result -> !result.list("bindingConditions").isEmpty());
    }

    /** When the devices of an allocation have to be ready at the latest, if somebody has to make them so. */
    static Optional<Instant> deadline(JsonMap allocation, Duration patience) {
        var since = allocation.string("allocationTimestamp");
        return since.isEmpty() || !isNeeded(allocation)
                ? Optional.empty()
                : Optional.of(Instant.parse(since).plus(patience));
    }
}
