package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Questions about how much is left of pools of devices, each of which is answered once.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic Resource
 * Allocation</a> and KEP-5677.
 */
final class PoolStatusRules {

    private static final int MAX_POOLS = 1000;
    private static final int MAX_CONDITIONS = 10;
    private static final int MAX_ERROR_BYTES = 256;
    private static final int MAX_NAME = 253;
    private static final List<String> COUNTS =
            List.of("totalDevices", "allocatedDevices", "availableDevices", "unavailableDevices");

    private PoolStatusRules() {}

    static void check(Place object, JsonMap old) {
        if (object.report().isChange()) {
            if (!Declared.same(object, "spec", old)) {
                Declared.immutable(object, "spec");
            }
            return;
        }
        var spec = object.in("spec");
        spec.namedNeeded("driver", (name, prefix) -> caseless(name));
        if (spec.has("poolName")) {
            pool(spec);
        }
        Declared.most(spec, "limit", MAX_POOLS);
        Declared.least(spec, "limit", 1);
    }

    /** A subdomain that may be written with capitals. */
    private static List<String> caseless(String name) {
        return Naming.DECLARED_SUBDOMAIN.wrong(name.toLowerCase(Locale.ROOT), false).stream()
                .map(wrong -> wrong.replace("a lowercase RFC 1123", "an RFC 1123")
                        .replace("lower case alphanumeric", "alphanumeric")
                        .replace("'example.com'", "'Example.com'"))
                .toList();
    }

    private static void pool(Place place) {
        var key = "poolName";
        var name = place.text(key);
        if (name.length() > MAX_NAME) {
            place.tooLong(key, MAX_NAME);
        }
        var parts = name.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            var at = "segment " + i + ": ";
            if (parts[i].isEmpty()) {
                place.invalid(key, name, at + "must not be empty");
            } else {
                for (var wrong : Naming.DECLARED_SUBDOMAIN.wrong(parts[i], false)) {
                    place.invalid(key, parts[i], at + wrong);
                }
            }
        }
    }

    static void status(Place object, JsonMap old) {
        var status = object.in("status");
        var before = old.has("status") ? old.map("status") : null;
        if (before == null) {
            ConditionRules.check(status);
        } else if (!Declared.same(object, "status", old)) {
            var now = object.has("status") ? object.map("status") : null;
            object.invalid("status", GoStructs.text("PoolRequestStatus", now), "field is immutable");
        }
        if (!object.has("status")) {
            return;
        }
        if (!Declared.same(status, "poolCount", before)) {
            if (status.has("poolCount")) {
                Declared.least(status, "poolCount", 0);
            } else {
                status.required("poolCount");
            }
        }
        if (!Declared.same(status, "pools", before) && Declared.fits(status, "pools", MAX_POOLS)) {
            status.each("pools", PoolStatusRules::told);
        }
        if (!Declared.same(status, "conditions", before) && Declared.fits(status, "conditions", MAX_CONDITIONS)) {
            Declared.distinct(status, "conditions", "type", "Condition");
        }
    }

    private static void told(Place pool) {
        pool.namedNeeded("driver", (name, prefix) -> caseless(name));
        if (pool.need("poolName")) {
            pool(pool);
        }
        if (pool.number("generation") == 0) {
            pool.required("generation");
        } else {
            Declared.least(pool, "generation", 0);
        }
        if (pool.has("resourceSliceCount")) {
            Declared.least(pool, "resourceSliceCount", 1);
        }
        COUNTS.forEach(key -> Declared.least(pool, key, 0));
        if (pool.has("nodeName")) {
            pool.named("nodeName", Naming.DECLARED_SUBDOMAIN);
        }
        var error = "validationError";
        if (pool.text(error).getBytes(StandardCharsets.UTF_8).length > MAX_ERROR_BYTES) {
            pool.tooLong(error, MAX_ERROR_BYTES);
        }
    }
}
