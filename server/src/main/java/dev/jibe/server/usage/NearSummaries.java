package dev.jibe.server.usage;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Nodes of this process answer at once; all others are asked over the network. */
public final class NearSummaries implements NodeSummaries {

    private final NodeSummaries far;
    private volatile Optional<Near> near = Optional.empty();

    /** Nodes of this process. */
    private record Near(Supplier<Set<String>> names, Supplier<List<JsonMap>> summaries) {}

    public NearSummaries(NodeSummaries far) {
        this.far = far;
    }

    /** Has nodes of this process answer from now on. */
    public void begin(Supplier<Set<String>> names, Supplier<List<JsonMap>> summaries) {
        near = Optional.of(new Near(names, summaries));
    }

    @Override
    public List<JsonMap> all(Snapshot<JsonMap> state, Set<String> except) {
        var here = near;
        if (here.isEmpty()) {
            return far.all(state, except);
        }
        return Stream.concat(
                        here.get().summaries().get().stream(),
                        far.all(state, here.get().names().get()).stream())
                .toList();
    }
}
