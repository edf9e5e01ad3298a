package dev.jibe.server.registry.versions;

import dev.jibe.object.JsonMap;
import java.util.Set;

/**
 * The first beta of devices: a request has its terms beside its name and not under {@code exactly}, and a device has what
 * it is under {@code basic}.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic Resource
 * Allocation</a>.
 */
final class Devices {

    private static final Set<String> OF_REQUESTS = Set.of("name", "firstAvailable");

    private Devices() {}

    /** Of claims, whose requests are in their {@code spec}. */
    static final Shape CLAIM = Shape.of(
            claim -> Shape.changed(claim, "spec", Devices::nested),
            claim -> Shape.changed(claim, "spec", Devices::flat));

    /** Of templates of claims. */
    static final Shape TEMPLATE = Shape.of(
            template -> Shape.changed(template, "spec", spec -> Shape.changed(spec, "spec", Devices::nested)),
            template -> Shape.changed(template, "spec", spec -> Shape.changed(spec, "spec", Devices::flat)));

    /** Of slices, which list devices. */
    static final Shape SLICE = Shape.of(
            slice -> Shape.changed(slice, "spec", spec -> Shape.each(spec, "devices", Devices::withoutBasic)),
            slice -> Shape.changed(slice, "spec", spec -> Shape.each(spec, "devices", Devices::withBasic)));

    private static JsonMap nested(JsonMap spec) {
        return Shape.changed(
                spec,
                "devices",
                devices -> Shape.each(devices, "requests", request -> under(request, "exactly", OF_REQUESTS)));
    }

    private static JsonMap flat(JsonMap spec) {
        return Shape.changed(
                spec, "devices", devices -> Shape.each(devices, "requests", request -> beside(request, "exactly")));
    }

    private static JsonMap withoutBasic(JsonMap device) {
        return beside(device, "basic");
    }

    private static JsonMap withBasic(JsonMap device) {
        return under(device, "basic", Set.of("name"));
    }

    /** The object with all fields but some put under a key. */
    private static JsonMap under(JsonMap object, String key, Set<String> staying) {
        var rest = object;
        var moved = JsonMap.EMPTY;
        for (int i = 0; i < object.size(); i++) {
            if (!staying.contains(object.keyAt(i))) {
                moved = moved.with(object.keyAt(i), object.valueAt(i));
                rest = rest.without(object.keyAt(i));
            }
        }
        return moved.isEmpty() ? rest : rest.with(key, moved);
    }

    /** The object with the fields under a key put beside it. */
    private static JsonMap beside(JsonMap object, String key) {
        var result = object.without(key);
        var inner = object.map(key);
        for (int i = 0; i < inner.size(); i++) {
            result = result.with(inner.keyAt(i), inner.valueAt(i));
        }
        return result;
    }
}
