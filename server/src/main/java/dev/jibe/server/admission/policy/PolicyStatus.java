package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.StatusKeeper;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Follows the validating policies in the store, and writes into their status what is odd about their expressions. */
public final class PolicyStatus implements AutoCloseable {

    private static final Log LOG = Log.of(PolicyStatus.class);

    private final Store<JsonMap> store;
    private final Resources resources;
    private final Resource policies;
    private final Writing writing;
    private final User user;
    private final StatusKeeper keeper;

    /** @param user in whose name the status is written */
    public PolicyStatus(Store<JsonMap> store, Resources resources, Writing writing, User user) {
        this.store = store;
        this.resources = resources;
        this.policies = resources.get("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies");
        this.writing = writing;
        this.user = user;
        this.keeper = new StatusKeeper("policies", store, List.of(policies.bucket()), this::check);
    }

    public void start() {
        keeper.start();
    }

    private void check() {
        for (var entry : store.latest().range(policies.bucket())) {
            check(entry.value());
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
        keeper.close();
    }
}
