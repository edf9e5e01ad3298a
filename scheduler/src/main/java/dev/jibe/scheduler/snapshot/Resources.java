package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts of resources.
 *
 * @param cpuMillis thousandths of a core
 * @param other extended resources and huge pages, by name
 */
public record Resources(long cpuMillis, long memoryBytes, long ephemeralBytes, Map<String, Long> other) {

    public static final Resources NONE = new Resources(0, 0, 0, Map.of());

    /** Reads the API's map of names to quantities. */
    public static Resources of(JsonMap amounts) {
        var other = new TreeMap<String, Long>();
        long cpu = 0;
        long memory = 0;
        long ephemeral = 0;
        for (var entry : amounts.strings().entrySet()) {
            var quantity = Quantity.parse(entry.getValue());
            switch (entry.getKey()) {
                case "cpu" -> cpu = quantity.milliValue();
                case "memory" -> memory = quantity.value();
                case "ephemeral-storage" -> ephemeral = quantity.value();
                case "pods" -> {}
                default -> other.put(entry.getKey(), quantity.value());
            }
        }
        return new Resources(cpu, memory, ephemeral, other);
    }

    public Resources plus(Resources more) {
        return combined(more, 1);
    }

    public Resources minus(Resources less) {
        return combined(less, -1);
    }

    private Resources combined(Resources with, int sign) {
        var sums = with.other.isEmpty() ? other : new TreeMap<>(other);
        with.other.forEach((name, amount) -> sums.merge(name, sign * amount, Long::sum));
        return new Resources(
                cpuMillis + sign * with.cpuMillis,
                memoryBytes + sign * with.memoryBytes,
                ephemeralBytes + sign * with.ephemeralBytes,
                sums);
    }

    /** The larger of both in each resource. */
    public Resources max(Resources with) {
        var larger = with.other.isEmpty() ? other : new TreeMap<>(other);
        with.other.forEach((name, amount) -> larger.merge(name, amount, Math::max));
        return new Resources(
                Math.max(cpuMillis, with.cpuMillis),
                Math.max(memoryBytes, with.memoryBytes),
                Math.max(ephemeralBytes, with.ephemeralBytes),
                larger);
    }

    /** The amount of one resource by its name. */
    public long amount(String name) {
        return switch (name) {
            case "cpu" -> cpuMillis;
            case "memory" -> memoryBytes;
            case "ephemeral-storage" -> ephemeralBytes;
            default -> other.getOrDefault(name, 0L);
        };
    }

    /** Whether it is none of those that every node has. */
    public static boolean isScalar(String name) {
        return !name.equals("cpu") && !name.equals("memory") && !name.equals("ephemeral-storage");
    }
}
