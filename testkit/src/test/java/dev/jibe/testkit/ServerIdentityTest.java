package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.protobuf.Times;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server says that it is there, and forgets others that have not said so for an hour. */
@JibeTest(nodes = 0, virtualClock = true)
final class ServerIdentityTest {

    private static final String SYSTEM = "kube-system";
    private static final String LABEL = "apiserver.kubernetes.io/identity";
    private static final Duration STEP = Duration.ofMinutes(10);

    private static List<Lease> leases(Client client) {
        return client.of(Lease.KIND)
                .list(SYSTEM, Selectors.labels(LABEL + "=kube-apiserver"))
                .items();
    }

    @Test
    void itsLeaseIsRenewedAndLeasesOfOthersEnd(Client client, VirtualClock clock) {
        var own = leases(client).getFirst();
        assertTrue(own.name().matches("apiserver-[a-z2-7]{26}"), own.name());
        assertTrue(own.spec().holderIdentity().startsWith(own.name() + "_"));
        assertEquals(3600, own.spec().leaseDurationSeconds());

        var spec = JsonMap.of(
                "holderIdentity", "gone", "leaseDurationSeconds", 3600L, "renewTime", Times.micros(clock.now()));
        var other = Lease.KIND
                .create(SYSTEM, "apiserver-gone")
                .tree()
                .withAt(JsonMap.of(LABEL, "kube-apiserver"), "metadata", "labels")
                .with("spec", spec);
        client.of(Lease.KIND).create(Lease.KIND.of(other));

        Samples.await().until(() -> {
            clock.advance(STEP);
            return leases(client).size() == 1;
        });
        var kept = leases(client).getFirst();
        assertEquals(own.uid(), kept.uid());
        assertTrue(kept.spec().renewTime().isAfter(own.spec().renewTime()));
    }
}
