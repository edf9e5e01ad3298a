package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The class that is meant when an object names none: of those that claim to be it, the newest. */
final class DefaultClass {

    private DefaultClass() {}

    /**
     * The name of the class.
     *
     * @param annotations one of which says {@code true}
     */
    static Optional<String> of(Store<JsonMap> store, String bucket, List<String> annotations) {
        var candidates = new ArrayList<JsonMap>();
        for (var entry : store.latest().range(bucket)) {
            var metadata = entry.value().map("metadata");
            if (annotations.stream()
                    .anyMatch(a -> metadata.map("annotations").string(a).equals("true"))) {
                candidates.add(metadata);
            }
        }
        Comparator<JsonMap> newest =
                Comparator.comparing(m -> m.string("creationTimestamp"), Comparator.reverseOrder());
        return candidates.stream()
                .min(newest.thenComparing(m -> m.string("name")))
                .map(m -> m.string("name"));
    }
}
