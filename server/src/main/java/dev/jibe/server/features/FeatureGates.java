package dev.jibe.server.features;

import dev.jibe.server.features.Gate.Stage;
import dev.jibe.server.features.Gate.Support;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which features of Kubernetes are on.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/">Feature Gates</a>. A
 * state of a feature that is not there is refused when it is asked for by name. {@code AllAlpha=true} and
 * {@code AllBeta=true} turn on what is there.
 */
public final class FeatureGates {

    private static final String RESOURCE = "/features/gates.txt";
    private static final String ALL_ALPHA = "AllAlpha";
    private static final String ALL_BETA = "AllBeta";
    private static final String COMPONENT = "kube";
    private static final Map<String, Gate> KNOWN = known();

    /** As they are if nobody says anything. */
    public static final FeatureGates DEFAULT = new FeatureGates(Map.of());

    private final Map<String, Boolean> chosen;

    private FeatureGates(Map<String, Boolean> chosen) {
        this.chosen = Map.copyOf(chosen);
    }

    private static Map<String, Gate> known() {
        try (InputStream lines = Objects.requireNonNull(FeatureGates.class.getResourceAsStream(RESOURCE))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Gate::parse)
                    .collect(Collectors.toMap(Gate::name, gate -> gate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads values of the flag, each {@code name=true,name=false}; names may have {@code kube:} before them.
     *
     * @throws IllegalArgumentException with a message that says what is wrong, in upstream's words where it has any
     */
    public static FeatureGates parse(Collection<String> values) {
        var asked = asked(values);
        var states = new HashMap<String, Boolean>();
        asked.forEach((name, on) -> {
            if (name.equals(ALL_ALPHA) || name.equals(ALL_BETA)) {
                return;
            }
            var gate = KNOWN.get(name);
            if (gate == null) {
                throw new IllegalArgumentException("unrecognized feature gate: " + name);
            }
            if (gate.locked() && on != gate.byDefault()) {
                throw new IllegalArgumentException(
                        "cannot set feature gate " + name + " to " + on + ", feature is locked to " + gate.byDefault());
            }
            if (!gate.canBe(on)) {
                throw new IllegalArgumentException(gate.refusal(on));
            }
            states.put(name, on);
        });
        all(Stage.ALPHA, asked.get(ALL_ALPHA), states);
        all(Stage.BETA, asked.get(ALL_BETA), states);
        checkNeeds(states);
        return new FeatureGates(states);
    }

    /** What the values say, in their order; a later one wins. */
    private static Map<String, Boolean> asked(Collection<String> values) {
        var asked = new LinkedHashMap<String, Boolean>();
        var prefixes = new TreeMap<String, Boolean>();
        for (var pair : String.join(",", values).split(",", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int colon = pair.indexOf(':');
            var component = colon < 0 ? "" : pair.substring(0, colon).strip();
            prefixes.put(component, true);
            if (!component.isEmpty() && !component.equals(COMPONENT)) {
                throw new IllegalArgumentException("component not registered: " + component);
            }
            if (prefixes.size() > 1) {
                throw new IllegalArgumentException("set kube feature gates with default empty prefix or kube: prefix"
                        + " consistently, do not mix use");
            }
            var rest = pair.substring(colon + 1);
            int equals = rest.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("missing bool value for " + rest.strip());
            }
            var name = rest.substring(0, equals).strip();
            asked.put(name, truth(name, rest.substring(equals + 1).strip()));
        }
        return asked;
    }

    private static boolean truth(String name, String value) {
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                throw new IllegalArgumentException("invalid value of " + name + "=" + value
                        + ", err: strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
        };
    }

    /** Puts all features of a stage that nobody named into one state, as far as that is there. */
    private static void all(Stage stage, @Nullable Boolean on, Map<String, Boolean> states) {
        if (on == null) {
            return;
        }
        for (var gate : KNOWN.values()) {
            if (gate.stage() != stage || states.containsKey(gate.name())) {
                continue;
            }
            if (gate.canBe(on)) {
                states.put(gate.name(), on);
            } else if (!on) {
                var all = stage == Stage.ALPHA ? ALL_ALPHA : ALL_BETA;
                throw new IllegalArgumentException(all + "=false is not supported: features such as "
                        + firstThatStays(stage) + " cannot be turned off");
            }
        }
    }

    private static String firstThatStays(Stage stage) {
        return KNOWN.values().stream()
                .filter(gate -> gate.stage() == stage && !gate.canBe(false))
                .map(Gate::name)
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    private static void checkNeeds(Map<String, Boolean> states) {
        new TreeMap<>(KNOWN).forEach((name, gate) -> {
            if (!states.getOrDefault(name, gate.byDefault())) {
                return;
            }
            var missing = gate.needs().stream()
                    .filter(need -> !states.getOrDefault(
                            need, Objects.requireNonNull(KNOWN.get(need)).byDefault()))
                    .toList();
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(name + " is enabled, but depends on features that are disabled: ["
                        + String.join(" ", missing) + "]");
            }
        });
    }

    /** Whether a feature is on, by its name in Kubernetes. */
    public boolean enabled(String name) {
        var gate = KNOWN.get(name);
        if (gate == null) {
            throw new AssertionError("no feature gate " + name);
        }
        return chosen.getOrDefault(name, gate.support() != Support.ABSENT && gate.byDefault());
    }

    /** Told of every feature that is there, and of those that are off: whoever measures must not hear of others. */
    public void report(Listener listener) {
        listener.hear(ALL_ALPHA, Stage.ALPHA.label(), false);
        listener.hear(ALL_BETA, Stage.BETA.label(), false);
        new TreeMap<>(KNOWN).forEach((name, gate) -> {
            if (gate.support() != Support.ABSENT) {
                listener.hear(name, gate.stage().label(), enabled(name));
            }
        });
    }

    /** Who is told of features. */
    @FunctionalInterface
    public interface Listener {
        void hear(String name, String stage, boolean on);
    }
}
