package dev.jibe.client.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.EventStream;
import dev.jibe.client.Reply;
import dev.jibe.client.SteppedClock;
import dev.jibe.client.Transport;
import dev.jibe.client.memory.MemoryApi;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two processes and one lease: at no time do both write. */
class LeaderElectorTest {
    private static final String NAMESPACE = "kube-system";
    private static final String LEASE = "kube-scheduler";

    private final SteppedClock clock = new SteppedClock();
    private final MemoryApi api = new MemoryApi();
    private final Metrics metrics = new Metrics();
    private final LeaderMetrics figures = new LeaderMetrics(metrics);

    /** One process: what it was given to work with, as long as it works, and a network that can be cut. */
    private final class Contender implements Transport {
        final List<Client> terms = new ArrayList<>();
        final LeaderElector elector;
        boolean works;
        boolean cut;

        Contender(String identity) {
            var candidate =
                    new LeaderElector.Candidate(NAMESPACE, LEASE, identity, "default-scheduler", Timing.DEFAULT);
            elector = new LeaderElector(
                    candidate, new Client(this), this::begin, figures, clock, new SplittableRandom(1));
        }

        private AutoCloseable begin(Client client) {
            terms.add(client);
            works = true;
            return () -> works = false;
        }

        @Override
        public Reply send(Call call) {
            if (cut) {
                throw ApiFailure.of(503, "ServiceUnavailable", "cut off");
            }
            return api.send(call);
        }

        @Override
        public EventStream watch(Call call) {
            return api.watch(call);
        }

        @Override
        public void close() {}

        void write(String name) {
            terms.getLast().of(ConfigMap.KIND).create(ConfigMap.KIND.create("default", name));
        }
    }

    private Lease lease() {
        return new Client(api).of(Lease.KIND).get(NAMESPACE, LEASE);
    }

    @Test
    void aLeaseThatIsNotThereIsTakenAtOnce() {
        var first = new Contender("a");
        first.elector.start();
        assertTrue(first.works);
        var spec = lease().spec();
        assertEquals("a", spec.holderIdentity());
        assertEquals(15, spec.leaseDurationSeconds());
        assertEquals(0, spec.leaseTransitions());
        assertEquals(clock.now(), spec.acquireTime());
        assertEquals(clock.now(), spec.renewTime());
        assertTrue(metrics.text().contains("leader_election_master_status{name=\"kube-scheduler\"} 1"));
        first.elector.close();
    }

    @Test
    void itIsRenewedAndKeepsWhenItWasAcquired() {
        var first = new Contender("a");
        first.elector.start();
        var acquired = clock.now();
        clock.advance(Duration.ofMinutes(1));
        assertEquals(acquired, lease().spec().acquireTime());
        assertEquals(clock.now(), lease().spec().renewTime());
        assertEquals(1, first.terms.size());
        first.elector.close();
    }

    @Test
    void anotherWaitsUntilTheHolderHasBeenSilentForTheWholeDuration() {
        var first = new Contender("a");
        var second = new Contender("b");
        first.elector.start();
        second.elector.start();
        clock.advance(Duration.ofMinutes(1));
        assertFalse(second.works);

        first.cut = true;
        clock.advance(Duration.ofSeconds(12));
        assertFalse(first.works, "it stops before another may begin");
        assertFalse(second.works);
        assertThrows(ApiFailure.class, () -> first.write("late"));
        clock.advance(Duration.ofSeconds(8));
        assertTrue(second.works);
        assertEquals(1, lease().spec().leaseTransitions());

        first.cut = false;
        clock.advance(Duration.ofMinutes(1));
        assertFalse(first.works);
        assertTrue(second.works);
        second.elector.close();
        clock.advance(Duration.ofSeconds(5));
        assertTrue(first.works, "a lease that was given back is free");
        assertEquals(2, lease().spec().leaseTransitions());
        first.elector.close();
    }

    @Test
    void closingEndsTheWorkAndGivesTheLeaseBack() {
        var first = new Contender("a");
        first.elector.start();
        first.write("early");
        first.elector.close();
        assertFalse(first.works);
        assertEquals("", lease().spec().holderIdentity());
        assertEquals(1, lease().spec().leaseDurationSeconds());
        assertThrows(ApiFailure.class, () -> first.write("late"));

        var second = new Contender("b");
        second.elector.start();
        assertTrue(second.works);
        assertEquals(1, lease().spec().leaseTransitions());
        second.elector.close();
    }

    @Test
    void aProcessThatComesBackAfterItWasKilledHasItsLeaseStill() {
        new Contender("a").elector.start();
        var before = lease().spec();
        clock.jump(Duration.ofSeconds(1));
        var again = new Contender("a");
        again.elector.start();
        assertTrue(again.works);
        assertEquals(before.acquireTime(), lease().spec().acquireTime());
        assertEquals(0, lease().spec().leaseTransitions());
        again.elector.close();
    }

    @Test
    void aProcessThatWasStoppedForLongWritesNothingWhenItGoesOn() {
        var first = new Contender("a");
        first.elector.start();
        clock.jump(Duration.ofSeconds(16));
        assertThrows(ApiFailure.class, () -> first.write("late"));
    }

    @Test
    void aLeaseThatWasTakenAwayEndsTheWork() {
        var first = new Contender("a");
        first.elector.start();
        var leases = new Client(api).of(Lease.KIND);
        leases.update(lease().withSpec(lease().spec().withHolderIdentity("thief")));
        clock.advance(Duration.ofSeconds(3));
        assertFalse(first.works);
        assertEquals("thief", lease().spec().holderIdentity());
        first.elector.close();
        assertEquals("thief", lease().spec().holderIdentity());
    }

    @Test
    void workBeginsAnewWhenTheApiIsThereAgain() {
        var first = new Contender("a");
        first.elector.start();
        first.cut = true;
        clock.advance(Duration.ofSeconds(30));
        assertFalse(first.works);
        first.cut = false;
        clock.advance(Duration.ofSeconds(5));
        assertTrue(first.works);
        assertEquals(2, first.terms.size());
        first.write("again");
        first.elector.close();
    }
}
