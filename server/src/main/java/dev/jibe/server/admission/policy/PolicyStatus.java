package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Event;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;

/** Follows the validating policies in the store, and writes into their status what is odd about their expressions. */
public final class PolicyStatus implements AutoCloseable {

    private static final Log LOG = Log.of(PolicyStatus.class);
    private static final int BATCH = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Store<JsonMap> store;
    private final Resources resources;
    private final Resource policies;
    private final Writing writing;
    private final User user;
    private volatile boolean closed;

    /** @param user in whose name the status is written */
    public PolicyStatus(Store<JsonMap> store, Resources resources, Writing writing, User user) {
        this.store = store;
        this.resources = resources;
        this.policies = resources.get("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies");
        this.writing = writing;
        this.user = user;
    }

    public void start() {
        Thread.ofVirtual().name("policy-status").start(this::run);
    }

    private void run() {
        while (!closed) {
            var snapshot = store.latest();
            try (var watch = store.watch(policies.bucket(), "", snapshot.revision())) {
                for (var entry : snapshot.range(policies.bucket())) {
                    check(entry.value());
                }
                while (!closed) {
                    for (var event : watch.take(BATCH, PATIENCE)) {
                        if (event.type() != Event.Type.DELETED) {
                            check(event.current().value());
                        }
                    }
                }
            } catch (StoreException.Compacted e) {
                LOG.debug("policies are looked at anew");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException.Unavailable e) {
                if (!closed) {
                    LOG.error("policies are no longer followed", e);
                }
                return;
            } catch (StoreException e) {
                LOG.warn("a policy's status was not written, trying again", e);
                waitForNews();
            }
        }
    }

    private void waitForNews() {
        try {
            store.await(store.revision() + 1, PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(JsonMap policy) {
        long generation = policy.map("metadata").number("generation");
        if (policy.map("status").number("observedGeneration") == generation) {
            return;
        }
        var warnings = TypeCheck.warnings(policy, resources);
        var checked = warnings.isEmpty() ? JsonMap.EMPTY : JsonMap.of("expressionWarnings", warnings);
        var name = policy.map("metadata").string("name");
        try {
            writing.update(
                    policies,
                    "",
                    name,
                    Part.STATUS,
                    current -> current.map("metadata").number("generation") != generation
                            ? current
                            : current.with(
                                    "status",
                                    current.map("status")
                                            .with("observedGeneration", generation)
                                            .with("typeChecking", checked)),
                    new WriteContext(user, false, new ArrayList<>(), Writer.of("kube-controller-manager", "status")));
        } catch (ApiException e) {
            // It was deleted or changed meanwhile; if it is still there, it will be looked at again.
            LOG.debug("status of a policy was not written", "name", name);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
