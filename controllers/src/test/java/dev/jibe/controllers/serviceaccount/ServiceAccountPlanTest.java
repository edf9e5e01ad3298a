package dev.jibe.controllers.serviceaccount;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.ServiceAccount;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceAccountPlanTest {
    private final Namespace namespace = Fixtures.object(Namespace.KIND, "team", "{'status': {'phase': 'Active'}}");

    private static List<ServiceAccountPlan.Action> plan(Namespace in, Optional<ServiceAccount> account) {
        return ServiceAccountPlan.of(new ServiceAccountPlan.Observed(in, account))
                .actions();
    }

    @Test
    void everyNamespaceHasADefaultAccount() {
        var account = ServiceAccount.KIND.create("team", "default");
        assertEquals(List.of(new ServiceAccountPlan.Action.Create(account)), plan(namespace, Optional.empty()));
        assertEquals(List.of(), plan(namespace, Optional.of(account)));
    }

    @Test
    void butNotOneThatGoes() {
        var going = namespace.withMetadata(namespace.metadata().withDeletionTimestamp(Fixtures.NOW));
        assertEquals(List.of(), plan(going, Optional.empty()));
    }
}
