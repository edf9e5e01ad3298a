package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much of what a device has goes to one claim, by the device's own rules.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/issues/5075">KEP-5075, Consumable capacity</a>.
 */
final class Capacity {
    private Capacity() {}

    /**
     * What one who asks is given of each capacity; nothing if the device gives no such share to anybody.
     *
     * @param capacity of the device
     * @param asked what is asked for, by capacity; of others it is what the device says, or all
     */
    static Optional<Map<String, Quantity>> share(JsonMap capacity, JsonMap asked) {
        for (int i = 0; i < asked.size(); i++) {
            if (!capacity.has(asked.keyAt(i))) {
                return Optional.empty();
            }
        }
        var share = new TreeMap<String, Quantity>();
        for (int i = 0; i < capacity.size(); i++) {
            var name = capacity.keyAt(i);
            var offered = (JsonMap) capacity.valueAt(i);
            var policy = offered.map("requestPolicy");
            var amount = asked.has(name) ? raised(quantity(asked, name), policy) : unasked(offered, policy);
            if (!isAllowed(amount, policy)) {
                return Optional.empty();
            }
            share.put(name, amount);
        }
        return Optional.of(share);
    }

    private static Quantity unasked(JsonMap offered, JsonMap policy) {
        return policy.has("default") ? quantity(policy, "default") : quantity(offered, "value");
    }

    /** The least that is allowed and not less than what is asked for, if there is such an amount. */
    private static Quantity raised(Quantity asked, JsonMap policy) {
        var range = policy.map("validRange");
        if (range.has("min")) {
            var min = quantity(range, "min");
            if (asked.compareTo(min) < 0) {
                return min;
            }
            return step(range).map(step -> stepped(asked, min, step)).orElse(asked);
        }
        return values(policy).stream()
                .filter(value -> asked.compareTo(value) <= 0)
                .findFirst()
                .orElse(asked);
    }

    /** Steps are counted in whole units. */
    private static Quantity stepped(Quantity asked, Quantity min, long step) {
        var steps = BigDecimal.valueOf(asked.value() - min.value()).divide(BigDecimal.valueOf(step), RoundingMode.UP);
        var amount = BigDecimal.valueOf(min.value()).add(steps.setScale(0).multiply(BigDecimal.valueOf(step)));
        return Quantity.of(amount, Quantity.Format.BINARY_SI);
    }

    private static boolean isAllowed(Quantity amount, JsonMap policy) {
        if (policy.has("default") && amount.compareTo(quantity(policy, "default")) == 0) {
            return true;
        }
        if (policy.has("validRange")) {
            var range = policy.map("validRange");
            boolean tooMuch = range.has("max") && amount.compareTo(quantity(range, "max")) > 0;
            return !tooMuch
                    && step(range)
                            .filter(step -> range.has("min")
                                    && (amount.value() - quantity(range, "min").value()) % step != 0)
                            .isEmpty();
        }
        var values = values(policy);
        return values.isEmpty() || values.stream().anyMatch(value -> amount.compareTo(value) == 0);
    }

    private static Optional<Long> step(JsonMap range) {
        return range.has("step")
                ? Optional.of(quantity(range, "step").value()).filter(step -> step > 0)
                : Optional.empty();
    }

    private static List<Quantity> values(JsonMap policy) {
        return policy.list("validValues").strings().map(Quantity::parse).toList();
    }

    private static Quantity quantity(JsonMap of, String key) {
        return Quantity.parse(of.string(key));
    }
}
