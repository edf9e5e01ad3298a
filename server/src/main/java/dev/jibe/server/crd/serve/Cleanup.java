package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.authn.User;
import dev.jibe.server.crd.definition.Conditions;
import dev.jibe.server.crd.definition.DefinitionStrategy;
import dev.jibe.server.registry.DeleteOptions;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.Gate;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Deletes the objects of a definition that is going, and lets it go when the last of them is gone. */
public final class Cleanup implements AutoCloseable {

    private static final Log LOG = Log.of(Cleanup.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int NOT_FOUND = 404;

    private final Store<JsonMap> store;
    private final Deleting deleting;
    private final StatusWriter status;
    private final User user;
    private final Clock clock;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Cleanup(Store<JsonMap> store, Deleting deleting, StatusWriter status, User user, Clock clock) {
        this.store = store;
        this.deleting = deleting;
        this.status = status;
        this.user = user;
        this.clock = clock;
    }

    /** Cleans up behind a definition, once. */
    void begin(JsonMap definition, Resource resource) {
        var uid = definition.map("metadata").string("uid");
        if (begun.add(uid)) {
            Thread.ofVirtual().name("cleanup-" + resource.bucket()).start(() -> {
                try {
                    run(definition, resource);
                } finally {
                    begun.remove(uid);
                }
            });
        }
    }

    /** Cleans up behind a definition; returns when that is done, or the definition is gone. */
    void run(JsonMap definition, Resource resource) {
        try {
            cleanUntilDone(definition, resource);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ApiException | StoreException e) {
            // Somebody may have let the definition go before it was done.
            boolean isGone = e instanceof ApiException refusal && refusal.code() == NOT_FOUND;
            if (!closed && !isGone) {
                LOG.error("a definition could not be cleaned up behind", e, "resource", resource.bucket());
            }
        }
    }

    /** A store that others write too may be away for a while, or have forgotten what was watched. */
    private void cleanUntilDone(JsonMap definition, Resource resource) throws InterruptedException {
        while (!closed) {
            try {
                clean(definition, resource);
                return;
            } catch (StoreException.Unreachable | StoreException.TimedOut | StoreException.Compacted e) {
                LOG.warn("cleaning up behind a definition goes on later", e, "resource", resource.bucket());
                clock.sleep(PAUSE);
            }
        }
    }

    private void clean(JsonMap definition, Resource resource) throws InterruptedException {
        if (!Conditions.isTrue(definition, Conditions.ESTABLISHED)) {
            finish(definition, "NeverEstablished", "resource was never established");
            return;
        }
        change(
                definition,
                old -> Conditions.with(
                        old,
                        Conditions.TERMINATING,
                        true,
                        "InstanceDeletionInProgress",
                        "CustomResource deletion is in progress",
                        clock.now()));
        var snapshot = store.latest();
        try (var watch = store.watch(resource.bucket(), "", snapshot.revision())) {
            for (var entry : snapshot.range(resource.bucket())) {
                delete(resource, entry.value());
            }
            while (!closed && isThere(definition) && store.latest().count(resource.bucket(), "") > 0) {
                watch.take(64, PATIENCE);
            }
        }
        if (!closed) {
            finish(definition, "InstanceDeletionCompleted", "removed all instances");
        }
    }

    private boolean isThere(JsonMap definition) {
        var metadata = definition.map("metadata");
        var entry = store.latest().get(CustomResources.BUCKET, metadata.string("name"));
        return entry != null && entry.value().map("metadata").string("uid").equals(metadata.string("uid"));
    }

    private void delete(Resource resource, JsonMap object) {
        var metadata = object.map("metadata");
        try {
            deleting.delete(
                    resource,
                    metadata.string("namespace"),
                    metadata.string("name"),
                    DeleteOptions.NONE,
                    new WriteContext(user, false, new ArrayList<>()).with(Gate.PASSED));
        } catch (ApiException e) {
            if (e.code() != NOT_FOUND) {
                LOG.info("an object of a definition that goes was not deleted", "why", String.valueOf(e.getMessage()));
            }
        }
    }

    private void finish(JsonMap definition, String reason, String message) {
        change(
                definition,
                old -> DefinitionStrategy.withoutFinalizer(
                        Conditions.with(old, Conditions.TERMINATING, false, reason, message, clock.now())));
    }

    /** Changes the definition, not one of the same name that came after it. */
    private void change(JsonMap definition, UnaryOperator<JsonMap> change) {
        var metadata = definition.map("metadata");
        status.change(
                metadata.string("name"),
                old -> old.map("metadata").string("uid").equals(metadata.string("uid")) ? change.apply(old) : old);
    }

    @Override
    public void close() {
        closed = true;
    }
}
