package dev.jibe.controllers.leaderelection;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Expiring;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidate;
import dev.jibe.runtime.Clock;
import java.util.List;

/** The shell of the elections, and of the removal of candidates that are gone; a key is that of a lease, or a candidate. */
public final class ElectionController {

    private static final String LEASE_NAME = "leaseName";

    private final Resource<LeaseCandidate> candidates;
    private final Informer<LeaseCandidate> candidateCache;
    private final Resource<Lease> leases;
    private final Informer<Lease> leaseCache;
    private final Clock clock;

    private ElectionController(Surroundings surroundings) {
        candidates = surroundings.client().of(LeaseCandidate.KIND);
        candidateCache = surroundings.informer(LeaseCandidate.KIND);
        leases = surroundings.client().of(Lease.KIND);
        leaseCache = surroundings.informer(Lease.KIND);
        clock = surroundings.clock();
        candidateCache.addIndex(
                LEASE_NAME, it -> List.of(it.namespace() + "/" + it.spec().leaseName()));
    }

    public static void start(Surroundings surroundings) {
        var shell = new ElectionController(surroundings);
        surroundings.running(surroundings
                .controller("leader-election-controller")
                .mapped(shell.candidateCache, ElectionController::leaseOf)
                .on(shell.leaseCache)
                .start(shell::elect));
        Expiring.start(surroundings, "leasecandidate-garbage-collector", LeaseCandidate.KIND, ElectionPlan::lastValid);
    }

    /** A candidate that has just been asked has not answered yet. */
    private static List<Key> leaseOf(LeaseCandidate candidate) {
        var spec = candidate.spec();
        boolean asked = spec.hasPingTime() && spec.renewTime().isBefore(spec.pingTime());
        return asked ? List.of() : List.of(new Key(candidate.namespace(), spec.leaseName()));
    }

    private Outcome elect(Key key, Fence fence) {
        var wanted = candidateCache.cache().byIndex(LEASE_NAME, key.namespace() + "/" + key.name());
        if (wanted.isEmpty()) {
            return Outcome.DONE;
        }
        var plan = ElectionPlan.of(List.copyOf(wanted), leaseCache.cache().get(key), clock.now());
        for (var action : plan.actions()) {
            switch (action) {
                case ElectionPlan.Action.Ping(var candidate) ->
                    fence.wrote(candidateCache, candidates.update(candidate));
                case ElectionPlan.Action.Create(var spec) ->
                    fence.wrote(
                            leaseCache,
                            leases.create(Lease.KIND
                                    .create(key.namespace(), key.name())
                                    .withSpec(spec)));
                case ElectionPlan.Action.Update(var lease) -> fence.wrote(leaseCache, leases.update(lease));
            }
        }
        return plan.goesOn() ? Outcome.again(ElectionPlan.ANSWER) : Outcome.DONE;
    }
}
