package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** What a claim on devices has got, and who uses it. */
final class DeviceClaimStatus {

    private static final int MAX_CONSUMERS = 256;

    private DeviceClaimStatus() {}

    static void check(Place object, JsonMap old) {
        var status = object.in("status");
        var before = old.map("status");
        Set<String> users = new HashSet<>();
        status.each("reservedFor", user -> {
            user.need("resource");
            user.need("name");
            if (user.need("uid") && !users.add(user.text("uid"))) {
                user.duplicate("uid", user.text("uid"));
            }
        });
        if (status.list("reservedFor").size() > MAX_CONSUMERS) {
            status.tooMany("reservedFor", status.list("reservedFor").size(), MAX_CONSUMERS);
        }
        if (!status.list("reservedFor").isEmpty() && !status.has("allocation")) {
            status.forbidden("reservedFor", "may not be specified when `allocated` is not set");
        }
        boolean changed = !Objects.equals(status.get("allocation"), before.get("allocation"));
        if (before.has("allocation") && status.has("allocation") && changed) {
            status.invalid(
                    "allocation", GoStructs.text("AllocationResult", status.map("allocation")), "field is immutable");
        }
    }
}
