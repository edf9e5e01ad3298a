package dev.jibe.controllers.leaderelection;

import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.coordination.v1.LeaseSpec;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done so that the best candidate holds a lease: candidates are asked whether they are there, and those that
 * answer in time are voted about.
 *
 * @param goesOn whether there is somebody to be chosen, so that the lease has to be looked at again
 */
record ElectionPlan(List<Action> actions, boolean goesOn) {

    /** How long a candidate has to answer. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    /** After which a candidate that has not been heard of is none any more. */
    private static final Duration VALID = Duration.ofMinutes(30);

    private static final int LEASE_SECONDS = 5;

    /** Everything that the controller can do. */
    sealed interface Action {
        /** Ask a candidate whether it is still there. */
        record Ping(LeaseCandidate candidate) implements Action {}

        /** Give somebody a lease that is not there yet. */
        record Create(LeaseSpec spec) implements Action {}

        /** Say who shall have the lease. */
        record Update(Lease lease) implements Action {}
    }

    /**
     * Plans.
     *
     * @param all candidates for the lease
     */
    static ElectionPlan of(List<LeaseCandidate> all, Optional<Lease> lease, Instant now) {
        var candidates = all.stream().filter(it -> !isExpired(it, now)).toList();
        if (candidates.isEmpty()) {
            return new ElectionPlan(List.of(), false);
        }
        if (!isNeeded(candidates, lease, now)) {
            return new ElectionPlan(List.of(), true);
        }
        var pings = new ArrayList<Action>();
        boolean waits = false;
        for (var candidate : candidates) {
            waits |= isAsked(candidate, now);
            if (mustBeAsked(candidate, now)) {
                pings.add(new Action.Ping(candidate.withSpec(candidate.spec().withPingTime(now))));
            }
        }
        if (waits || !pings.isEmpty()) {
            return new ElectionPlan(List.copyOf(pings), true);
        }
        return new ElectionPlan(vote(candidates, lease, now), true);
    }

    static boolean isExpired(LeaseCandidate candidate, Instant now) {
        return !candidate.spec().hasRenewTime()
                || candidate.spec().renewTime().plus(VALID).isBefore(now);
    }

    /** When a candidate of whom nothing is heard is none any more, and can go. */
    static Instant lastValid(LeaseCandidate candidate) {
        var heard = candidate.spec().hasRenewTime()
                ? candidate.spec().renewTime()
                : candidate.metadata().creationTimestamp();
        return heard.plus(VALID).plusMillis(1);
    }

    private static boolean isExpired(Lease lease, Instant now) {
        var spec = lease.spec();
        return !spec.hasRenewTime()
                || !spec.hasLeaseDurationSeconds()
                || spec.renewTime().plusSeconds(spec.leaseDurationSeconds()).isBefore(now);
    }

    private static boolean isNeeded(List<LeaseCandidate> candidates, Optional<Lease> lease, Instant now) {
        if (lease.isEmpty()
                || isExpired(lease.get(), now)
                || lease.get().spec().holderIdentity().isEmpty()) {
            return true;
        }
        if (candidates.stream()
                .anyMatch(it -> it.spec().renewTime().plus(VALID.dividedBy(2)).isBefore(now))) {
            return true;
        }
        var holder = lease.get().spec().holderIdentity();
        return Choice.strategy(candidates).filter(Choice.OLDEST::equals).isPresent()
                && Choice.oldest(candidates)
                        .filter(best -> !best.name().equals(holder))
                        .isPresent();
    }

    private static boolean isSilent(LeaseCandidate candidate) {
        var spec = candidate.spec();
        return spec.hasPingTime() && spec.renewTime().isBefore(spec.pingTime());
    }

    /** Whether it has been asked and still has time to answer. */
    private static boolean isAsked(LeaseCandidate candidate, Instant now) {
        return isSilent(candidate) && candidate.spec().pingTime().plus(ANSWER).isAfter(now);
    }

    private static boolean isFresh(LeaseCandidate candidate, Instant now) {
        return candidate.spec().renewTime().plus(ANSWER).isAfter(now);
    }

    private static boolean mustBeAsked(LeaseCandidate candidate, Instant now) {
        return !isAsked(candidate, now) && !isFresh(candidate, now) && !isSilent(candidate);
    }

    private static List<Action> vote(List<LeaseCandidate> candidates, Optional<Lease> lease, Instant now) {
        var here = candidates.stream().filter(it -> isFresh(it, now)).toList();
        var strategy = Choice.strategy(here);
        if (strategy.isEmpty()) {
            return List.of();
        }
        var best = strategy.get().equals(Choice.OLDEST) ? Choice.oldest(here) : Optional.<LeaseCandidate>empty();
        var given = LeaseSpec.EMPTY
                .withStrategy(strategy.get())
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(now);
        if (lease.isEmpty()) {
            return List.of(new Action.Create(
                    best.map(it -> given.withHolderIdentity(it.name())).orElse(given)));
        }
        var before = lease.get().spec();
        var spec = before.withStrategy(strategy.get());
        if (best.isPresent()) {
            spec = chosen(spec, best.get().name(), isExpired(lease.get(), now), now);
        }
        return spec.equals(before)
                ? List.of()
                : List.of(new Action.Update(lease.get().withSpec(spec)));
    }

    /** A holder that is there is told to give the lease up; a lease that nobody holds is given away at once. */
    private static LeaseSpec chosen(LeaseSpec spec, String best, boolean expired, Instant now) {
        if (spec.holderIdentity().isEmpty() || expired) {
            return spec.withoutPreferredHolder()
                    .withoutAcquireTime()
                    .withHolderIdentity(best)
                    .withRenewTime(now)
                    .withLeaseDurationSeconds(LEASE_SECONDS);
        }
        return spec.holderIdentity().equals(best) ? spec : spec.withPreferredHolder(best);
    }
}
