package dev.jibe.controllers.storagemigration;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Discovery.Served;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.GroupResource;
import dev.jibe.object.api.storagemigration.v1beta1.StorageVersionMigration;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The shell of storage version migration. */
public final class MigrationController {

    /** How long a resource may be unknown because its definition is new. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Client client;
    private final Resource<StorageVersionMigration> migrations;
    private final Informer<StorageVersionMigration> cache;
    private final Definitions definitions;
    private final Clock clock;

    private MigrationController(Surroundings surroundings) {
        client = surroundings.client();
        migrations = client.of(StorageVersionMigration.KIND);
        cache = surroundings.informer(StorageVersionMigration.KIND);
        definitions = new Definitions(client);
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new MigrationController(surroundings);
        return surroundings.running(surroundings
                .controller("storage_version_migrator")
                .mapped(shell.cache, shell::ofSameResource)
                .start(shell::reconcile));
    }

    private List<Key> ofSameResource(StorageVersionMigration migration) {
        return cache.cache().all().stream()
                .filter(it -> it.spec().resource().equals(migration.spec().resource()))
                .map(Key::of)
                .toList();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var migration = found.get();
        return switch (MigrationPlan.of(migration, cache.cache().all())) {
            case WAIT -> Outcome.DONE;
            case BEGIN -> {
                definitions.begin(migration.spec().resource(), migration.name(), clock.now());
                var running = condition(MigrationPlan.RUNNING, "MigrationRunning", "The migration is running");
                yield write(migration, conditions(migration).with(running), fence);
            }
            case NOTE_REVISION -> noteRevision(migration, fence);
            case MIGRATE -> migrate(migration, fence);
            case END -> end(migration, fence);
        };
    }

    private Outcome noteRevision(StorageVersionMigration migration, Fence fence) {
        var served = served(migration.spec().resource());
        if (served.isEmpty()) {
            return isNew(migration)
                    ? Outcome.again(LOOK_AGAIN)
                    : fail(migration, "resource does not exist in discovery", fence);
        }
        var kind = served.get().kind();
        if (!served.get().can("update", "patch", "list")) {
            var name = kind.group() + "/" + kind.version() + ", Resource=" + kind.plural();
            return fail(
                    migration,
                    "resource \"" + name + "\" does not support discovery operations: [update patch list]",
                    fence);
        }
        var revision = new Rewriting(client, kind).revision();
        return write(migration.tree().withAt(revision, "status", "resourceVersion"), fence);
    }

    private Outcome migrate(StorageVersionMigration migration, Fence fence) {
        var served = served(migration.spec().resource());
        if (served.isEmpty()) {
            return isNew(migration)
                    ? Outcome.again(LOOK_AGAIN)
                    : fail(migration, unhandled("unable to obtain GVR from discovery"), fence);
        }
        try {
            new Rewriting(client, served.get().kind()).run(migration.status().resourceVersion());
        } catch (Rewriting.PassingException passing) {
            return Outcome.retry(passing);
        } catch (ApiFailure failure) {
            return fail(migration, unhandled(String.valueOf(failure.getMessage())), fence);
        }
        var succeeded = condition(MigrationPlan.SUCCEEDED, "StorageVersionMigrationSucceeded", "");
        return write(migration, conditions(migration).with(succeeded), fence);
    }

    private static String unhandled(String text) {
        return "migration encountered unhandled error: " + text;
    }

    private Outcome end(StorageVersionMigration migration, Fence fence) {
        boolean succeeded = MigrationPlan.holds(migration, MigrationPlan.SUCCEEDED);
        definitions.end(migration.spec().resource(), succeeded, clock.now());
        var over = condition(MigrationPlan.RUNNING, "MigrationCompleted", "Migration completed")
                .with("status", "False")
                .with("observedGeneration", migration.metadata().generation());
        var conditions = conditions(migration)
                .map(it -> it instanceof JsonMap map && map.string("type").equals(MigrationPlan.RUNNING) ? over : it);
        return write(migration, conditions, fence);
    }

    private Outcome fail(StorageVersionMigration migration, String message, Fence fence) {
        var failed = condition(MigrationPlan.FAILED, "StorageVersionMigrationFailed", message);
        return write(migration, conditions(migration).with(failed), fence);
    }

    private boolean isNew(StorageVersionMigration migration) {
        return migration.metadata().creationTimestamp().plus(PATIENCE).isAfter(clock.now());
    }

    /** The resource in the version of its group that clients should use. */
    private Optional<Served> served(GroupResource resource) {
        return client.discovery().preferred().resources().stream()
                .filter(it -> it.kind().group().equals(resource.group())
                        && it.kind().plural().equals(resource.resource()))
                .findFirst();
    }

    private static JsonList conditions(StorageVersionMigration migration) {
        return migration.tree().map("status").list("conditions");
    }

    private JsonMap condition(String type, String reason, String message) {
        return JsonMap.of(
                "type",
                type,
                "status",
                "True",
                "reason",
                reason,
                "message",
                message,
                "lastTransitionTime",
                Times.seconds(clock.now()));
    }

    private Outcome write(StorageVersionMigration migration, JsonList conditions, Fence fence) {
        return write(migration.tree().withAt(conditions, "status", "conditions"), fence);
    }

    private Outcome write(JsonMap tree, Fence fence) {
        fence.wrote(cache, migrations.updateStatus(new StorageVersionMigration(tree)));
        return Outcome.DONE;
    }
}
