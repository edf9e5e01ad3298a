package dev.jibe.scheduler.snapshot;

import dev.jibe.object.selector.Requirement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sums by what they count, found by labels that a pod must have to be counted.
 *
 * <p>A cluster has a sum for about each of its workloads, and a pod is part of one or two of them.
 */
final class CountedPods {

    private record Label(String key, String value) {}

    private final Map<Counted, Tally> all = new HashMap<>();

    /** Each sum that wants a certain label, once: at the one of its labels with the fewest others. */
    private final Map<Label, Map<Counted, Tally>> byLabel = new HashMap<>();

    private final Map<Counted, Tally> others = new HashMap<>();

    @Nullable
    Tally get(Counted what) {
        return all.get(what);
    }

    void put(Counted what, Tally tally) {
        all.put(what, tally);
        placeOf(what).put(what, tally);
    }

    private Map<Counted, Tally> placeOf(Counted what) {
        Optional<Label> best = what.all().stream()
                .flatMap(selector -> selector.labels().requirements().stream())
                .filter(CountedPods::isOneLabel)
                .map(requirement ->
                        new Label(requirement.key(), requirement.values().getFirst()))
                .min((a, b) -> Integer.compare(size(a), size(b)));
        return best.map(label -> byLabel.computeIfAbsent(label, same -> new HashMap<>()))
                .orElse(others);
    }

    private int size(Label label) {
        return byLabel.getOrDefault(label, Map.of()).size();
    }

    private static boolean isOneLabel(Requirement requirement) {
        return switch (requirement.operator()) {
            case EQUALS, IN -> requirement.values().size() == 1;
            case NOT_IN, NOT_EQUALS, EXISTS, DOES_NOT_EXIST, GREATER_THAN, LESS_THAN -> false;
        };
    }

    /** Leaves out only sums that cannot include pods of this template. */
    void forEachThatMayInclude(Template pod, BiConsumer<Counted, Tally> action) {
        others.forEach(action);
        pod.labels()
                .strings()
                .forEach((key, value) ->
                        byLabel.getOrDefault(new Label(key, value), Map.of()).forEach(action));
    }

    Set<Counted> all() {
        return all.keySet();
    }

    Collection<Tally> tallies() {
        return all.values();
    }

    int size() {
        return all.size();
    }

    void clear() {
        all.clear();
        byLabel.clear();
        others.clear();
    }
}
