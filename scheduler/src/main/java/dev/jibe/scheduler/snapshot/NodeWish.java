package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * On which nodes a pod may be, and on which it would like to be.
 *
 * @param required alternatives, at least one of which has to hold; absent if any node will do
 */
public record NodeWish(LabelSelector selector, Optional<List<NodeTerm>> required, List<Preference> preferred) {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /** Any node will do. */
    public static final NodeWish ANY = of(JsonMap.EMPTY, JsonMap.EMPTY);

    /** A term that counts for something. */
    public record Preference(NodeTerm term, long weight) {}

    public static NodeWish of(JsonMap nodeSelector, JsonMap nodeAffinity) {
        return new NodeWish(
                LabelSelector.ofLabels(nodeSelector),
                nodeAffinity.has(REQUIRED)
                        ? Optional.of(NodeTerm.ofSelector(nodeAffinity.map(REQUIRED)))
                        : Optional.empty(),
                nodeAffinity
                        .list(PREFERRED)
                        .maps()
                        .map(p -> new Preference(NodeTerm.of(p.map("preference")), p.number("weight")))
                        .toList());
    }

    public boolean allows(NodeInfo node) {
        return selector.matches(node.labels()) && (required.isEmpty() || NodeTerm.anyMatches(required.get(), node));
    }

    /** The sum of the weights of what holds. */
    public long liking(NodeInfo node) {
        long sum = 0;
        for (var preference : preferred) {
            sum += preference.term().matches(node) ? preference.weight() : 0;
        }
        return sum;
    }

    /** The only nodes that it can be about, by name, as for pods of a DaemonSet; absent if it names none. */
    public Optional<Set<String>> names() {
        if (required.isEmpty() || required.get().isEmpty()) {
            return Optional.empty();
        }
        var names = new HashSet<String>();
        for (var term : required.get()) {
            Set<String> ofTerm = null;
            for (var field : term.fields()) {
                if (field.key().equals("metadata.name") && field.operator() == Requirement.Operator.IN) {
                    var values = new HashSet<>(field.values());
                    if (ofTerm != null) {
                        values.retainAll(ofTerm);
                    }
                    ofTerm = values;
                }
            }
            if (ofTerm == null) {
                return Optional.empty();
            }
            names.addAll(ofTerm);
        }
        return Optional.of(names);
    }
}
