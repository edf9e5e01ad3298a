package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import dev.jibe.object.selector.Requirement.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One term of a pod's affinity or anti-affinity: near which pods, and what near means. */
public record AffinityTerm(PodSelector pods, String topologyKey) {

    static AffinityTerm of(JsonMap term, String namespace, JsonMap labels) {
        var named = Set.copyOf(term.list("namespaces").strings().toList());
        boolean selected = term.has("namespaceSelector");
        return new AffinityTerm(
                new PodSelector(
                        selector(term, labels),
                        named.isEmpty() && !selected ? Set.of(namespace) : named,
                        selected ? LabelSelector.of(term.map("namespaceSelector")) : LabelSelector.NOTHING),
                term.string("topologyKey"));
    }

    /** The term's selector, narrowed to pods that have the same, or other, values of some of the pod's own labels. */
    private static LabelSelector selector(JsonMap term, JsonMap labels) {
        if (!term.has("labelSelector")) {
            return LabelSelector.NOTHING;
        }
        var requirements =
                new ArrayList<>(LabelSelector.of(term.map("labelSelector")).requirements());
        narrow(requirements, term, "matchLabelKeys", Operator.IN, labels);
        narrow(requirements, term, "mismatchLabelKeys", Operator.NOT_IN, labels);
        return new LabelSelector(requirements);
    }

    private static void narrow(
            List<Requirement> requirements, JsonMap term, String keys, Operator operator, JsonMap labels) {
        term.list(keys)
                .strings()
                .filter(labels::has)
                .forEach(key -> requirements.add(new Requirement(key, operator, List.of(labels.string(key)))));
    }
}
