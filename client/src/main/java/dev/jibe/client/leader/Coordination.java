package dev.jibe.client.leader;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Resource;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidate;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidateSpec;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;

/**
 * The word of one that would like to lead, kept where those look who choose, and repeated when they ask.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/coordinated-leader-election/">Coordinated
 * Leader Election</a>.
 */
final class Coordination implements AutoCloseable {

    private static final Log LOG = Log.of(Coordination.class);
    private static final String OLDEST = "OldestEmulationVersion";

    private final LeaderElector.Candidate candidate;
    private final LeaderElector.Versions versions;
    private final Resource<LeaseCandidate> candidates;
    private final Informer<LeaseCandidate> own;
    private final Informer<Lease> lease;
    private final Clock clock;

    /** @param chosen is told when the lease has been given to this candidate, or is to be given up */
    Coordination(
            LeaderElector.Candidate candidate,
            LeaderElector.Versions versions,
            Client client,
            Clock clock,
            Runnable chosen) {
        this.candidate = candidate;
        this.versions = versions;
        this.candidates = client.of(LeaseCandidate.KIND);
        this.own = Informer.of(client, LeaseCandidate.KIND, named(candidate.identity()), clock);
        this.lease = Informer.of(client, Lease.KIND, named(candidate.lease()), clock);
        this.clock = clock;
        own.onChange(change -> answer(change.object()));
        lease.onChange(change -> {
            if (concerns(change.object())) {
                Thread.ofVirtual().start(chosen);
            }
        });
    }

    private static Selectors named(String name) {
        return Selectors.fields("metadata.name=" + name);
    }

    void start() {
        Thread.ofVirtual().start(() -> {
            offer();
            own.start();
            lease.start();
        });
    }

    private boolean concerns(Lease changed) {
        var spec = changed.spec();
        return changed.namespace().equals(candidate.namespace())
                && spec.holderIdentity().equals(candidate.identity())
                && (!spec.hasAcquireTime() || !spec.preferredHolder().isEmpty());
    }

    private void offer() {
        var spec = LeaseCandidateSpec.EMPTY
                .withLeaseName(candidate.lease())
                .withBinaryVersion(versions.binary())
                .withEmulationVersion(versions.emulation())
                .withStrategy(OLDEST)
                .withRenewTime(clock.now());
        try {
            candidates.create(LeaseCandidate.KIND
                    .create(candidate.namespace(), candidate.identity())
                    .withSpec(spec));
        } catch (ApiFailure failure) {
            LOG.warn("cannot offer to lead", "lease", candidate.lease(), "reason", failure.getMessage());
        }
    }

    private void answer(LeaseCandidate asked) {
        var spec = asked.spec();
        boolean waits = asked.namespace().equals(candidate.namespace())
                && spec.hasPingTime()
                && spec.renewTime().isBefore(spec.pingTime());
        if (waits) {
            Thread.ofVirtual().start(() -> renew(asked));
        }
    }

    private void renew(LeaseCandidate asked) {
        try {
            candidates.update(asked.withSpec(asked.spec().withRenewTime(clock.now())));
        } catch (ApiFailure failure) {
            // Who changed it in between will be heard of.
            LOG.info("answer not written", "lease", candidate.lease(), "why", failure.getMessage());
        }
    }

    @Override
    public void close() {
        own.close();
        lease.close();
        try {
            candidates.delete(candidate.namespace(), candidate.identity(), Deletion.DEFAULT);
        } catch (ApiFailure failure) {
            LOG.info("candidate not removed", "lease", candidate.lease(), "why", failure.getMessage());
        }
    }
}
