package dev.jibe.controllers.storagemigration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.storagemigration.v1beta1.StorageVersionMigration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationPlanTest {

    private static StorageVersionMigration migration(String name, int second, String resource, String... holding) {
        var conditions = Arrays.stream(holding)
                .map(type -> JsonMap.of("type", type, "status", "True"))
                .toList();
        return new StorageVersionMigration(JsonMap.of(
                "metadata",
                JsonMap.of("name", name, "creationTimestamp", "2026-01-01T00:00:0" + second + "Z"),
                "spec",
                JsonMap.of("resource", JsonMap.of("group", "example.com", "resource", resource)),
                "status",
                JsonMap.of("conditions", JsonList.copyOf(conditions))));
    }

    private static MigrationPlan plan(StorageVersionMigration migration, StorageVersionMigration... others) {
        var all = new java.util.ArrayList<>(List.of(others));
        all.add(migration);
        return MigrationPlan.of(migration, all);
    }

    @Test
    void stepByStep() {
        assertEquals(MigrationPlan.BEGIN, plan(migration("a", 1, "r")));
        var running = migration("a", 1, "r", "Running");
        assertEquals(MigrationPlan.NOTE_REVISION, plan(running));
        var noted = new StorageVersionMigration(running.tree().withAt("7", "status", "resourceVersion"));
        assertEquals(MigrationPlan.MIGRATE, plan(noted));
        assertEquals(MigrationPlan.END, plan(migration("a", 1, "r", "Running", "Succeeded")));
        assertEquals(MigrationPlan.WAIT, plan(migration("a", 1, "r", "Succeeded")));
        assertEquals(MigrationPlan.WAIT, plan(migration("a", 1, "r", "Failed")));
    }

    @Test
    void oneOfAResourceAtATimeTheOldestFirst() {
        var old = migration("z", 1, "r");
        var young = migration("a", 2, "r");
        assertEquals(MigrationPlan.BEGIN, plan(old, young));
        assertEquals(MigrationPlan.WAIT, plan(young, old));
        assertEquals(MigrationPlan.WAIT, plan(old, migration("b", 3, "r", "Running")));
        assertEquals(MigrationPlan.BEGIN, plan(young, migration("b", 0, "r", "Succeeded")));
        assertEquals(MigrationPlan.BEGIN, plan(young, migration("b", 0, "other", "Running")));
        assertEquals(MigrationPlan.BEGIN, plan(migration("a", 1, "r"), migration("b", 1, "r")));
    }
}
