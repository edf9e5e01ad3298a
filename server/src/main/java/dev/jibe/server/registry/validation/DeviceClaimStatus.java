package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.server.registry.Semantic;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a claim on devices has got, and who uses it. */
final class DeviceClaimStatus {

    private static final int MAX_CONSUMERS = 256;

    private static final int MAX_CONDITIONS = 8;
    private static final int MAX_INTERFACE = 256;
    private static final int MAX_HARDWARE_ADDRESS = 128;
    private static final int MAX_ADDRESSES = 16;
    private static final int MAX_RESULTS = 32;
    private static final int MAX_CONFIGURATIONS = 64;
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Lengths of the forms that ids have elsewhere: plain, without hyphens, in braces, as a name of their own. */
    private static final Set<Integer> ID_LENGTHS = Set.of(36, 32, 38, 45);

    private DeviceClaimStatus() {}

    /** What drivers say of devices that the claim has got. */
    private static void devices(Place status) {
        Set<String> got = new HashSet<>();
        status.map("allocation").map("devices").list("results").maps().forEach(result -> got.add(id(result)));
        Set<String> seen = new HashSet<>();
        status.each("devices", device -> {
            var id = id(device.map());
            DeviceRules.driver(device, "driver");
            SliceRules.pool(device, "pool");
            device.named("device", Naming.LABEL);
            share(device);
            if (!got.contains(id)) {
                device.invalid("", new GoText(id), "must be an allocated device in the claim");
            }
            if (device.list("conditions").size() > MAX_CONDITIONS) {
                device.tooMany("conditions", device.list("conditions").size(), MAX_CONDITIONS);
            }
            ConditionRules.check(device);
            if (device.has("data") && device.get("data") != Null.NULL) {
                DeviceRules.raw(device, "data");
            }
            network(device.in("networkData"));
        });
        status.each("devices", device -> {
            var id = id(device.map());
            if (!seen.add(id)) {
                device.duplicate("", new GoText(id));
            }
        });
    }

    private static void network(Place data) {
        if (utf8(data.text("interfaceName")) > MAX_INTERFACE) {
            data.tooLong("interfaceName", MAX_INTERFACE);
        }
        if (utf8(data.text("hardwareAddress")) > MAX_HARDWARE_ADDRESS) {
            data.tooLong("hardwareAddress", MAX_HARDWARE_ADDRESS);
        }
        if (DeviceRules.fits(data, "ips", MAX_ADDRESSES)) {
            data.eachText("ips", (at, address) -> data.invalid(at, address, Addresses.wrongOfInterface(address)));
            DeviceRules.distinct(data, "ips");
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void share(Place device) {
        var id = device.text("shareID");
        if (!device.has("shareID")) {
            return;
        }
        if (!ID_LENGTHS.contains(id.length())) {
            device.invalid("shareID", id, "error validating uid: invalid UUID length: " + id.length());
        } else if (id.length() != 36 || (ID.matcher(id).matches() && !id.equals(id.toLowerCase(Locale.ROOT)))) {
            device.invalid(
                    "shareID",
                    id,
                    "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase"
                            + " hexadecimal characters");
        } else if (!ID.matcher(id).matches()) {
            device.invalid("shareID", id, "error validating uid: invalid UUID format");
        }
    }

    /** What the claim is given: it is looked at when it is new. */
    private static void allocation(Place allocation, Set<String> names) {
        var devices = allocation.in("devices");
        DeviceRules.items(devices, "results", MAX_RESULTS, result -> {
            DeviceRules.reference(result, "request", result.text("request"), names);
            DeviceRules.driver(result, "driver");
            SliceRules.pool(result, "pool");
            result.named("device", Naming.LABEL);
            SliceParts.conditions(result);
            share(result);
        });
        DeviceRules.items(devices, "config", MAX_CONFIGURATIONS, config -> {
            config.oneOfNeeded("source", List.of("FromClaim", "FromClass"));
            DeviceRules.requests(config, names);
            DeviceRules.configuration(config);
        });
        if (allocation.has("nodeSelector")) {
            SelectorRules.nodes(allocation, "nodeSelector");
        }
    }

    private static String id(JsonMap device) {
        var text = new StringBuilder("{");
        for (var key : List.of("Driver", "Pool", "Device")) {
            text.append('"').append(key).append("\":").append(Json.text(device.string(key.toLowerCase(Locale.ROOT))));
            text.append(',');
        }
        return text.append("\"ShareID\":")
                .append(Json.text(device.string("shareID")))
                .append('}')
                .toString();
    }

    static void check(Place object, JsonMap old) {
        var status = object.in("status");
        var before = old.map("status");
        DeviceRules.set(status, "reservedFor", MAX_CONSUMERS, "uid", user -> {
            user.need("resource");
            user.need("name");
            user.need("uid");
        });
        devices(status);
        if (!status.list("reservedFor").isEmpty() && !status.has("allocation")) {
            status.forbidden("reservedFor", "may not be specified when `allocated` is not set");
        }
        if (object.map("metadata").has("deletionTimestamp") && status.has("allocation")) {
            var known = before.list("reservedFor");
            if (status.list("reservedFor").stream()
                    .anyMatch(it -> !known.stream().toList().contains(it))) {
                status.forbidden(
                        "reservedFor",
                        "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
            }
        }
        if (status.has("allocation") && !before.has("allocation")) {
            allocation(
                    status.in("allocation"),
                    DeviceRules.requestNames(object.map("spec").map("devices")));
        }
        boolean changed = !Semantic.equal(status.get("allocation"), before.get("allocation"));
        if (before.has("allocation") && status.has("allocation") && changed) {
            status.invalid(
                    "allocation", GoStructs.text("AllocationResult", status.map("allocation")), "field is immutable");
        }
    }
}
