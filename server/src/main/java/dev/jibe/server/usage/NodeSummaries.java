package dev.jibe.server.usage;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Snapshot;
import java.util.List;
import java.util.Set;

/** What the agents of all nodes measure, as the documents that they serve at {@code /stats/summary}. */
public interface NodeSummaries {
    /** Those of all nodes but some. */
    List<JsonMap> all(Snapshot<JsonMap> state, Set<String> except);
}
