package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that a decision is made from.
 *
 * @param namespaceLabels the labels of a namespace by its name
 * @param budgets asked for only where pods have to go
 */
public record World(
        List<NodeInfo> nodes,
        Nominations nominations,
        Function<String, JsonMap> namespaceLabels,
        Volumes volumes,
        Supplier<List<Budget>> budgets) {}
