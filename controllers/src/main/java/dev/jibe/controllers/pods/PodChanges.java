package dev.jibe.controllers.pods;

import dev.jibe.client.ApiFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pods that one pass creates and deletes: collected first, since many are made at the same time. */
public final class PodChanges {
    private final List<Runnable> creations = new ArrayList<>();
    private final List<Runnable> deletions = new ArrayList<>();

    public void create(Runnable creation) {
        creations.add(creation);
    }

    public void delete(Runnable deletion) {
        deletions.add(deletion);
    }

    /** Creates, slowly at first, then deletes; answers the first failure, other than that the namespace is going. */
    public Optional<ApiFailure> carryOut() {
        var created = SlowStart.run(creations).filter(failure -> !failure.isNamespaceTerminating());
        var deleted = SlowStart.together(deletions);
        return created.or(() -> deleted);
    }
}
