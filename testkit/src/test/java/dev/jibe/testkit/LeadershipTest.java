package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Controllers and scheduler work while they hold their leases, and begin anew when they get them back. */
@JibeTest(nodes = 1, virtualClock = true)
final class LeadershipTest {
    private static final List<String> LEASES = List.of("kube-controller-manager", "kube-scheduler");

    @Test
    void whoLosesTheLeasesStopsAndGoesOnWhenTheyHaveRunOut(Client client, TestNamespace namespace, VirtualClock clock) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 2, "web:1"));
        Samples.awaitReady(client, namespace.name(), 2);
        var leases = client.of(Lease.KIND);
        var identity = leases.get("kube-system", "kube-scheduler").spec().holderIdentity();

        for (var name : LEASES) {
            var held = leases.get("kube-system", name);
            assertEquals(identity, held.spec().holderIdentity());
            leases.update(
                    held.withSpec(held.spec().withHolderIdentity("another").withRenewTime(clock.now())));
        }
        clock.advance(Duration.ofSeconds(5));
        var pod = Samples.pods(client, namespace.name()).getFirst();
        client.of(Pod.KIND).delete(namespace.name(), pod.name(), Deletion.DEFAULT.within(0));
        clock.advance(Duration.ofSeconds(5));
        LEASES.forEach(name ->
                assertEquals("another", leases.get("kube-system", name).spec().holderIdentity()));
        assertEquals(1, Samples.pods(client, namespace.name()).size());

        Samples.await().until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return LEASES.stream()
                    .allMatch(name -> leases.get("kube-system", name)
                            .spec()
                            .holderIdentity()
                            .equals(identity));
        });
        Samples.awaitReady(client, namespace.name(), 2);
        assertNotEquals(0, leases.get("kube-system", "kube-scheduler").spec().leaseTransitions());
    }
}
