package dev.jibe.controllers.serviceaccount;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.ServiceAccount;
import java.util.List;

/** The shell of the ServiceAccount controller; its keys are namespaces. */
public final class ServiceAccountController {
    private final Resource<ServiceAccount> accounts;
    private final Informer<Namespace> namespaceCache;
    private final Informer<ServiceAccount> accountCache;

    private ServiceAccountController(Surroundings surroundings) {
        accounts = surroundings.client().of(ServiceAccount.KIND);
        namespaceCache = surroundings.informer(Namespace.KIND);
        accountCache = surroundings.informer(ServiceAccount.KIND);
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new ServiceAccountController(surroundings);
        return surroundings.running(surroundings
                .controller("serviceaccount")
                .on(shell.namespaceCache)
                .mapped(shell.accountCache, ServiceAccountController::namespaceOf)
                .start(shell::reconcile));
    }

    private static List<Key> namespaceOf(ServiceAccount account) {
        return account.name().equals(ServiceAccountPlan.DEFAULT)
                ? List.of(Key.cluster(account.namespace()))
                : List.of();
    }

    private Outcome reconcile(Key key, Fence fence) {
        var namespace = namespaceCache.cache().get(key);
        if (namespace.isPresent()) {
            var account = accountCache.cache().get(key.name(), ServiceAccountPlan.DEFAULT);
            var plan = ServiceAccountPlan.of(new ServiceAccountPlan.Observed(namespace.get(), account));
            for (var action : plan.actions()) {
                switch (action) {
                    case ServiceAccountPlan.Action.Create(ServiceAccount wanted) -> create(wanted, fence);
                }
            }
        }
        return Outcome.DONE;
    }

    private void create(ServiceAccount wanted, Fence fence) {
        try {
            fence.wrote(accountCache, accounts.create(wanted));
        } catch (ApiFailure failure) {
            if (!failure.isAlreadyExists() && !failure.isNamespaceTerminating()) {
                throw failure;
            }
        }
    }
}
