package dev.jibe.server.registry.validation;

import dev.jibe.object.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a device in a slice says of its place, its counters and how it is shared. */
final class SliceParts {

    private static final int MAX_COUNTERS = 32;
    private static final int MAX_CONDITIONS = 4;
    private static final int MAX_OPTIONS = 10;
    private static final int MAX_COUNTER_SETS = 2;
    private static final String ONE_PLACE = "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when"
            + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
    private static final String NO_PLACE = "`nodeName`, `nodeSelector` and `allNodes` can only be set if"
            + " `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

    private SliceParts() {}

    static void place(Place device, boolean placed) {
        if (!placed) {
            if (device.has("nodeName") || device.has("nodeSelector") || device.has("allNodes")) {
                device.invalid("", null, NO_PLACE);
            }
            return;
        }
        var set = new ArrayList<String>();
        if (device.has("nodeName")) {
            if (device.text("nodeName").isEmpty()) {
                device.invalid("nodeName", "", "must not be empty");
            } else {
                set.add("`nodeName`");
                device.named("nodeName", Naming.SUBDOMAIN);
            }
        }
        if (device.has("nodeSelector")) {
            set.add("`nodeSelector`");
            SelectorRules.nodes(device, "nodeSelector");
        }
        if (device.flag("allNodes")) {
            set.add("`allNodes`");
        } else if (device.has("allNodes")) {
            device.invalid("allNodes", false, "must be either unset or set to true");
        }
        if (set.isEmpty()) {
            device.required("", ONE_PLACE);
        } else if (set.size() > 1) {
            device.invalid("", "{" + String.join(", ", set) + "}", ONE_PLACE);
        }
    }

    static void counters(Place set) {
        var counters = set.map("counters");
        if (counters.isEmpty()) {
            set.required("counters");
            return;
        }
        if (counters.size() > MAX_COUNTERS) {
            set.tooMany("counters", counters.size(), MAX_COUNTERS);
            return;
        }
        for (int i = 0; i < counters.size(); i++) {
            set.invalid("counters", counters.keyAt(i), Naming.LABEL.wrong(counters.keyAt(i), false));
        }
    }

    static void consumed(Place device) {
        DeviceRules.set(device, "consumesCounters", MAX_COUNTER_SETS, "counterSet", counters -> {
            counters.namedNeeded("counterSet", Naming.LABEL);
            counters(counters);
        });
    }

    /** Conditions that binding a pod waits for. */
    static void conditions(Place device) {
        for (var key : List.of("bindingConditions", "bindingFailureConditions")) {
            if (device.list(key).size() > MAX_CONDITIONS) {
                device.tooMany(key, device.list(key).size(), MAX_CONDITIONS);
                continue;
            }
            device.eachText(key, (at, name) -> device.invalid(at, name, Formats.qualifiedName(name)));
        }
        DeviceRules.distinct(device, "bindingConditions");
        var good = device.list("bindingConditions");
        var bad = device.list("bindingFailureConditions");
        Set<Object> both = new HashSet<>();
        good.forEach(both::add);
        Set<String> seen = new HashSet<>();
        device.eachText("bindingFailureConditions", (at, name) -> {
            if (!seen.add(name)) {
                device.duplicate(at, name);
            }
            if (both.contains(name)) {
                device.invalid(at, name, "bindingFailureConditions must not overlap with bindingConditions");
            }
        });
        if (good.isEmpty() && !bad.isEmpty()) {
            device.invalid(
                    "bindingConditions",
                    device.get("bindingConditions"),
                    "bindingConditions are required to use bindingFailureConditions");
        }
        if (bad.isEmpty() && !good.isEmpty()) {
            device.invalid(
                    "bindingFailureConditions",
                    device.get("bindingFailureConditions"),
                    "bindingFailureConditions are required to use bindingConditions");
        }
    }

    /** How much of a capacity each of several claims may have. */
    static void capacity(Place capacity, boolean shared) {
        if (!capacity.has("requestPolicy")) {
            return;
        }
        if (!shared) {
            capacity.forbidden("requestPolicy", "allowMultipleAllocations must be true");
            return;
        }
        var policy = capacity.in("requestPolicy");
        var most = quantity(capacity, "value");
        boolean values = !policy.list("validValues").isEmpty();
        boolean range = policy.has("validRange");
        if (values && range) {
            capacity.forbidden(
                    "requestPolicy",
                    "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same"
                            + " time");
        } else if (values || range) {
            if (!policy.has("default")) {
                policy.required("default", "required when " + (values ? "validValues" : "validRange") + " is defined");
            } else if (values) {
                values(policy, most);
            } else {
                range(policy, most);
            }
        }
    }

    private static void values(Place policy, Quantity most) {
        var usual = quantity(policy, "default");
        var texts = policy.list("validValues").strings().toList();
        var amounts = texts.stream().map(Quantity::parse).toList();
        for (int i = 0; i < amounts.size(); i++) {
            var at = "validValues[" + i + "]";
            if (i > 0 && amounts.get(i).compareTo(amounts.get(i - 1)) < 0) {
                policy.invalid(at, texts.get(i), "values must be sorted in ascending order");
            }
        }
        boolean fits = DeviceRules.fits(policy, "validValues", MAX_OPTIONS);
        for (int i = 0; fits && i < amounts.size(); i++) {
            if (amounts.get(i).compareTo(most) > 0) {
                policy.invalid("validValues[" + i + "]", texts.get(i), "option is larger than capacity value: " + most);
            }
        }
        Set<Long> seen = new HashSet<>();
        for (int i = 0; fits && i < amounts.size(); i++) {
            if (!seen.add(amounts.get(i).value())) {
                policy.duplicate(
                        "validValues[" + i + "]", Long.toString(amounts.get(i).value()));
            }
        }
        if (!fits || amounts.stream().noneMatch(amount -> amount.compareTo(usual) == 0)) {
            policy.invalid(
                    "validValues", usual.toString(), "default value is not valid according to the requestPolicy");
        }
    }

    private static void range(Place policy, Quantity most) {
        var range = policy.in("validRange");
        var usual = quantity(policy, "default");
        if (!range.has("min")) {
            range.required("min", "required when validRange is defined");
            return;
        }
        var least = quantity(range, "min");
        if (least.compareTo(most) > 0) {
            range.invalid("min", least.toString(), "min is larger than capacity value: " + most);
        }
        if (usual.compareTo(least) < 0) {
            range.invalid("min", usual.toString(), "default is less than min: " + least);
        }
        var end = range.has("max") ? quantity(range, "max") : null;
        if (end != null) {
            if (least.compareTo(end) > 0) {
                range.invalid("max", least.toString(), "min is larger than max: " + end);
            }
            if (end.compareTo(most) > 0) {
                range.invalid("max", end.toString(), "max is larger than capacity value: " + most);
            }
            if (usual.compareTo(end) > 0) {
                range.invalid("max", usual.toString(), "default is more than max: " + end);
            }
        }
        if (range.has("step")) {
            var step = quantity(range, "step");
            var first = least.add(step);
            if (first.compareTo(most) > 0) {
                range.invalid("step", step.toString(), "one step " + first + " is larger than capacity value: " + most);
            }
            stepped(range, usual, least, step);
            if (end != null) {
                stepped(range, end, least, step);
            }
        }
    }

    private static void stepped(Place range, Quantity value, Quantity least, Quantity step) {
        if (step.value() == 0 || (value.value() - least.value()) % step.value() != 0) {
            range.invalid(
                    "step",
                    value.toString(),
                    "value is not a multiple of a given step (" + step + ") from (" + least + ")");
        }
    }

    private static Quantity quantity(Place place, String key) {
        return Quantity.parse(place.text(key));
    }
}
