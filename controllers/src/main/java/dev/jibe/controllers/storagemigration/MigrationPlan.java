package dev.jibe.controllers.storagemigration;

import dev.jibe.object.api.storagemigration.v1beta1.StorageVersionMigration;
import java.util.Collection;
import java.util.Comparator;

/** What one migration needs next: of those of one resource one runs at a time, the oldest first. */
enum MigrationPlan {
    /** Nothing, or not yet. */
    WAIT,
    /** Say that it runs. */
    BEGIN,
    /** Note up to which revision objects are to be written. */
    NOTE_REVISION,
    /** Write the objects. */
    MIGRATE,
    /** Say that it no longer runs. */
    END;

    static final String RUNNING = "Running";
    static final String SUCCEEDED = "Succeeded";
    static final String FAILED = "Failed";

    /**
     * Plans.
     *
     * @param all migrations, this one among them
     */
    static MigrationPlan of(StorageVersionMigration migration, Collection<StorageVersionMigration> all) {
        boolean running = holds(migration, RUNNING);
        if (isOver(migration)) {
            return running ? END : WAIT;
        }
        if (running) {
            return migration.status().resourceVersion().isEmpty() ? NOTE_REVISION : MIGRATE;
        }
        var others = all.stream()
                .filter(it -> it.spec().resource().equals(migration.spec().resource()) && !isOver(it))
                .toList();
        boolean busy = others.stream().anyMatch(it -> holds(it, RUNNING));
        var first = others.stream()
                .min(Comparator.comparing(
                                (StorageVersionMigration it) -> it.metadata().creationTimestamp())
                        .thenComparing(StorageVersionMigration::name));
        return !busy && first.filter(it -> it.name().equals(migration.name())).isPresent() ? BEGIN : WAIT;
    }

    static boolean isOver(StorageVersionMigration migration) {
        return holds(migration, SUCCEEDED) || holds(migration, FAILED);
    }

    static boolean holds(StorageVersionMigration migration, String condition) {
        return migration.status().conditions().stream()
                .anyMatch(it -> it.type().equals(condition) && it.status().equals("True"));
    }
}
