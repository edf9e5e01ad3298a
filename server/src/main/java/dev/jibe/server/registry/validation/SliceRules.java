package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What devices a driver has.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/resource-slice-v1/">
 * ResourceSlice</a>.
 */
final class SliceRules {

    private static final int MAX_DEVICES = 128;
    private static final int MAX_TAINTED_DEVICES = 64;
    private static final int MAX_COUNTER_SETS = 8;
    private static final int MAX_ATTRIBUTES = 32;
    private static final int MAX_VALUES = 48;
    private static final int MAX_TAINTS = 16;
    private static final int MAX_TEXT = 64;
    private static final int MAX_POOL = 253;
    private static final String ONE_PLACE =
            "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final String EARLY = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final String BUILD = "[0-9a-zA-Z-]+";
    private static final String SEMANTIC = NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-" + EARLY + "(\\." + EARLY
            + ")*)?(\\+" + BUILD + "(\\." + BUILD + ")*)?";

    private SliceRules() {}

    /** Whose the slice is: what an update may not change is looked at behind it. */
    static void source(Place object) {
        var spec = object.in("spec");
        DeviceRules.driver(spec, "driver");
        var pool = spec.in("pool");
        pool(pool, "name");
        if (pool.number("resourceSliceCount") <= 0) {
            pool.invalid("resourceSliceCount", pool.number("resourceSliceCount"), "must be greater than zero");
        }
        if (pool.number("generation") < 0) {
            pool.invalid("generation", pool.number("generation"), "must be greater than or equal to zero");
        }
    }

    /** The name of a pool: subdomains with slashes between them. */
    static void pool(Place place, String key) {
        if (!place.need(key)) {
            return;
        }
        if (place.text(key).length() > MAX_POOL) {
            place.tooLong(key, MAX_POOL);
        }
        for (var part : place.text(key).split("/", -1)) {
            place.invalid(key, part, Naming.SUBDOMAIN.wrong(part, false));
        }
    }

    /** Where the devices are, and what they are like. */
    static void contents(Place object, JsonMap old) {
        var spec = object.in("spec");
        places(object, spec);
        var devices = spec.list("devices");
        if (spec.has("devices") && spec.has("sharedCounters")) {
            object.invalid("spec", "", "only one of `sharedCounters` or `devices` is allowed");
        }
        boolean tainted = devices.maps()
                .anyMatch(d -> !d.list("taints").isEmpty()
                        || !d.list("consumesCounters").isEmpty());
        DeviceRules.set(
                spec,
                "devices",
                tainted ? MAX_TAINTED_DEVICES : MAX_DEVICES,
                "name",
                device -> device(device, named(old, device.text("name")), spec.flag("perDeviceNodeSelection")));
        DeviceRules.set(spec, "sharedCounters", MAX_COUNTER_SETS, "name", set -> {
            set.namedNeeded("name", Naming.LABEL);
            SliceParts.counters(set);
        });
    }

    private static void places(Place object, Place spec) {
        var set = new ArrayList<String>();
        if (spec.has("nodeName")) {
            if (spec.text("nodeName").isEmpty()) {
                spec.invalid("nodeName", "", "must be either unset or set to a non-empty string");
            } else {
                set.add("`nodeName`");
                spec.named("nodeName", Naming.SUBDOMAIN);
            }
        }
        if (spec.has("nodeSelector")) {
            set.add("`nodeSelector`");
            SelectorRules.nodes(spec, "nodeSelector");
            if (spec.map("nodeSelector").list("nodeSelectorTerms").size() != 1) {
                spec.in("nodeSelector")
                        .invalid(
                                "nodeSelectorTerms",
                                spec.map("nodeSelector").get("nodeSelectorTerms") instanceof JsonList terms
                                        ? GoStructs.text("NodeSelectorTerm", terms)
                                        : null,
                                "must have exactly one node selector term");
            }
        }
        for (var key : List.of("allNodes", "perDeviceNodeSelection")) {
            if (!spec.has(key)) {
                continue;
            }
            if (spec.flag(key)) {
                set.add("`" + key + "`");
            } else {
                spec.invalid(key, false, "must be either unset or set to true");
            }
        }
        if (set.isEmpty()) {
            object.required("spec", ONE_PLACE);
        } else if (set.size() > 1) {
            object.invalid("spec", "{" + String.join(", ", set) + "}", ONE_PLACE + ", but multiple fields are set");
        }
    }

    private static Place entry(Place device, String key, String name) {
        return device.entry(key, name, DeviceRules.shortened(name));
    }

    private static @Nullable JsonMap named(JsonMap slice, String device) {
        return Declared.named(slice.map("spec"), "devices", "name", device);
    }

    private static void device(Place device, @Nullable JsonMap before, boolean placed) {
        device.named("name", Naming.LABEL);
        var attributes = device.map("attributes");
        var capacity = device.map("capacity");
        if (attributes.size() + capacity.size() > MAX_ATTRIBUTES) {
            device.invalid(
                    "",
                    (long) (attributes.size() + capacity.size()),
                    "the total number of attributes and capacities must not exceed " + MAX_ATTRIBUTES);
        }
        if (attributes.size() > MAX_VALUES) {
            device.invalid(
                    "", (long) attributes.size(), "the total number of attribute values must not exceed " + MAX_VALUES);
        }
        for (int i = 0; i < attributes.size(); i++) {
            attribute(device, attributes.keyAt(i));
        }
        for (int i = 0; i < capacity.size(); i++) {
            DeviceRules.qualified(device, "capacity", capacity.keyAt(i));
            SliceParts.capacity(entry(device, "capacity", capacity.keyAt(i)), device.flag("allowMultipleAllocations"));
        }
        if (before == null || !Semantic.equal(device.get("taints"), before.get("taints"))) {
            DeviceRules.items(device, "taints", MAX_TAINTS, taint -> {
                DeviceRules.taint(taint);
                DeviceRules.effect(taint);
            });
        }
        SliceParts.consumed(device);
        SliceParts.place(device, placed);
        SliceParts.conditions(device);
    }

    private static void attribute(Place device, String name) {
        DeviceRules.qualified(device, "attributes", name);
        var attribute = entry(device, "attributes", name);
        var value = attribute.map();
        int count = 0;
        for (var key : List.of("int", "bool", "string", "version")) {
            count += value.has(key) ? 1 : 0;
        }
        if (value.string("string").length() > MAX_TEXT) {
            attribute.tooLong("string", MAX_TEXT);
        }
        if (value.has("version")) {
            version(attribute, value.string("version"));
        }
        if (count == 0) {
            attribute.invalid("", "", "exactly one value must be specified");
        } else if (count > 1) {
            attribute.invalid("", GoStructs.text("DeviceAttribute", value), "exactly one value must be specified");
        }
    }

    private static void version(Place attribute, String version) {
        if (!version.matches(SEMANTIC)) {
            attribute.invalid("version", version, "must be a string compatible with semver.org spec 2.0.0");
        }
        if (version.length() > MAX_TEXT) {
            attribute.tooLong("version", MAX_TEXT);
        }
    }

    static void same(Place object, JsonMap old) {
        var spec = object.in("spec");
        var before = old.map("spec");
        spec.in("pool").immutable("name", before.map("pool"));
        spec.immutable("driver", before);
        spec.immutable("nodeName", before);
    }
}
