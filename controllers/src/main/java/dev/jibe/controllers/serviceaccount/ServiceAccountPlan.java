package dev.jibe.controllers.serviceaccount;

import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.ServiceAccount;
import java.util.List;
import java.util.Optional;

/** What one namespace needs to have its default account. */
record ServiceAccountPlan(List<Action> actions) {
    static final String DEFAULT = "default";

    /** Everything the controller can do to the world. */
    sealed interface Action {
        /** Create the account. */
        record Create(ServiceAccount account) implements Action {}
    }

    /** The namespace, and its account named default if it has one. */
    record Observed(Namespace namespace, Optional<ServiceAccount> account) {}

    static ServiceAccountPlan of(Observed observed) {
        var namespace = observed.namespace();
        boolean isActive =
                !namespace.isTerminating() && !namespace.status().phase().equals("Terminating");
        return observed.account().isPresent() || !isActive
                ? new ServiceAccountPlan(List.of())
                : new ServiceAccountPlan(
                        List.of(new Action.Create(ServiceAccount.KIND.create(namespace.name(), DEFAULT))));
    }
}
