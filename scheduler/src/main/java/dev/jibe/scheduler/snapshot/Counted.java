package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pods that are summed up: those that all of the selectors select.
 *
 * @param untilTerminating whether pods that are being deleted no longer count
 * @param condition of the nodes whose pods count, if not all do
 */
record Counted(
        List<PodSelector> all,
        boolean untilTerminating,
        String topologyKey,
        @Nullable NodeCondition condition) {

    boolean includes(Template pod, Function<String, JsonMap> namespaceLabels) {
        for (var selector : all) {
            if (!selector.selects(pod, namespaceLabels)) {
                return false;
            }
        }
        return true;
    }
}
