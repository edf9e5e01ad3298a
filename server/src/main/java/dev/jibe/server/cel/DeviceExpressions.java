package dev.jibe.server.cel;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that choose devices: the variable {@code device} that they look at, and what it is made of.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-selectors">Dynamic
 * Resource Allocation</a>.
 */
public final class DeviceExpressions {
    private static final String DEVICE = "device";
    private static final String TYPE = "kubernetes.DRADevice";
    private static final Decl.Scalar STRING = new Decl.Scalar(Decl.Kind.STRING, 64, 2);

    /** What such expressions may name. */
    public static final Environment ENVIRONMENT = new Environment(Map.of(DEVICE, device()), Set.of());

    /** Make values of texts, as expressions themselves would. */
    private static final Program VERSION = maker("semver");

    private static final Program QUANTITY = maker("quantity");

    private DeviceExpressions() {}

    private static Program maker(String function) {
        return new Environment(Map.of("text", STRING), Set.of()).compile(function + "(text)");
    }

    private static Object made(Program maker, String text) {
        return maker.run(name -> text, new Budget(Long.MAX_VALUE));
    }

    private static Decl device() {
        var attributes = new Decl.MapOf(new Decl.MapOf(Decl.DYN, 32), 32);
        var capacity = new Decl.MapOf(new Decl.MapOf(new Decl.Opaque("kubernetes.Quantity"), 32), 32);
        return new Decl.ObjectOf(
                TYPE,
                Map.of(
                        "driver",
                        new Decl.Property("driver", STRING),
                        "attributes",
                        new Decl.Property("attributes", attributes),
                        "capacity",
                        new Decl.Property("capacity", capacity),
                        "allowMultipleAllocations",
                        new Decl.Property("allowMultipleAllocations", Decl.BOOL)),
                2);
    }

    /**
     * Whether an expression chooses a device.
     *
     * @param device as its slice lists it
     * @throws CelFailure if it has no answer, or one that is neither true nor false
     * @throws OverBudget if it costs too much
     */
    public static boolean matches(Program program, String driver, JsonMap device) {
        var value = new Fields(
                TYPE,
                Map.of(
                        "driver", driver,
                        "attributes", byDomain(driver, device.map("attributes"), DeviceExpressions::attribute),
                        "capacity", byDomain(driver, device.map("capacity"), of -> made(QUANTITY, of.string("value"))),
                        "allowMultipleAllocations", device.bool("allowMultipleAllocations")));
        var answer = program.run(name -> name.equals(DEVICE) ? value : null, new Budget(Limits.RULE));
        if (answer instanceof Boolean chosen) {
            return chosen;
        }
        throw new CelFailure("expression did not evaluate to a bool");
    }

    private static Object attribute(JsonMap value) {
        if (value.has("version")) {
            return made(VERSION, value.string("version"));
        }
        for (var kind : List.of("int", "bool", "string")) {
            var plain = value.get(kind);
            if (plain != null) {
                return plain;
            }
        }
        return Wrapping.wrap(value, Decl.DYN);
    }

    /** Makes a value of what a slice holds. */
    @FunctionalInterface
    private interface Maker {
        Object of(JsonMap held);
    }

    /** Names without a domain are in the driver's. */
    private static MapValue byDomain(String driver, JsonMap held, Maker maker) {
        var domains = new LinkedHashMap<String, Map<String, Object>>();
        held.forEach((name, value) -> {
            int slash = name.indexOf('/');
            var domain = slash < 0 ? driver : name.substring(0, slash);
            domains.computeIfAbsent(domain, unknown -> new LinkedHashMap<>())
                    .put(name.substring(slash + 1), maker.of((JsonMap) value));
        });
        var values = new HashMap<String, Object>();
        domains.forEach((domain, names) -> values.put(domain, new Fields("map", names)));
        return new Domains(values);
    }

    /** Values by names. */
    private record Fields(String typeName, Map<String, Object> values) implements MapValue {
        @Override
        public @Nullable Object get(Object key) {
            return key instanceof String name ? values.get(name) : null;
        }

        @Override
        public List<Object> keys() {
            return new ArrayList<>(values.keySet());
        }
    }

    /** A domain of which nothing is known has no values, which is no error. */
    private record Domains(Map<String, Object> values) implements MapValue {
        private static final Fields NONE = new Fields("map", Map.of());

        @Override
        public Object get(Object key) {
            return key instanceof String name ? values.getOrDefault(name, NONE) : NONE;
        }

        @Override
        public List<Object> keys() {
            return new ArrayList<>(values.keySet());
        }
    }
}
