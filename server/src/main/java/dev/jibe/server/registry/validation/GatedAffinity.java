package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/**
 * How the node affinity of a gated pod may change: to fewer nodes only.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/">Pod Scheduling
 * Readiness</a>.
 */
final class GatedAffinity {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String ADDITIONS = "only additions are allowed (no mutations or deletions)";

    private GatedAffinity() {}

    static void check(Place affinity, JsonMap old) {
        var before = old.map(REQUIRED).list("nodeSelectorTerms");
        if (before.isEmpty()) {
            return;
        }
        var required = affinity.in(REQUIRED);
        var now = required.list("nodeSelectorTerms");
        // Terms are alternatives: one more would allow more nodes.
        if (now.size() != before.size()) {
            required.invalid(
                    "nodeSelectorTerms",
                    required.get("nodeSelectorTerms") instanceof JsonList
                            ? GoStructs.text("NodeSelectorTerm", now)
                            : null,
                    "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (int i = 0; i < now.size(); i++) {
            var then = before.map(i);
            var term = required.item("nodeSelectorTerms", i);
            boolean empty = then.list("matchExpressions").isEmpty()
                    && then.list("matchFields").isEmpty();
            if (empty && !term.map().equals(then)) {
                required.invalid(
                        "nodeSelectorTerms[" + i + "]", GoStructs.text("NodeSelectorTerm", term.map()), ADDITIONS);
                continue;
            }
            for (var kind : java.util.List.of("matchExpressions", "matchFields")) {
                boolean kept = then.list(kind)
                        .maps()
                        .allMatch(old2 -> term.list(kind).maps().anyMatch(old2::equals));
                if (!kept) {
                    required.invalid(
                            "nodeSelectorTerms[" + i + "]", GoStructs.text("NodeSelectorTerm", term.map()), ADDITIONS);
                    break;
                }
            }
        }
    }
}
