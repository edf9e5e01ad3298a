package dev.jibe.controllers.leaderelection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.leaderelection.ElectionPlan.Action;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.coordination.v1.LeaseSpec;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidate;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElectionPlanTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static LeaseCandidate candidate(String name, String binary, String emulation, Instant renewed) {
        return LeaseCandidate.KIND
                .create("ns", name)
                .withSpec(LeaseCandidateSpec.EMPTY
                        .withLeaseName("l")
                        .withStrategy(Choice.OLDEST)
                        .withBinaryVersion(binary)
                        .withEmulationVersion(emulation)
                        .withRenewTime(renewed));
    }

    private static Lease lease(String holder, Instant renewed) {
        return Lease.KIND
                .create("ns", "l")
                .withSpec(LeaseSpec.EMPTY
                        .withHolderIdentity(holder)
                        .withStrategy(Choice.OLDEST)
                        .withLeaseDurationSeconds(15)
                        .withRenewTime(renewed));
    }

    private static Action only(ElectionPlan plan) {
        assertEquals(1, plan.actions().size());
        return plan.actions().getFirst();
    }

    @Test
    void theOldestOfThoseThatAreThereIsChosen() {
        var all = List.of(
                candidate("new", "1.36.0", "1.36.0", NOW),
                candidate("old", "1.36.0", "1.35.0", NOW),
                candidate("older-binary", "1.35.0", "1.35.0", NOW));
        var create = assertInstanceOf(Action.Create.class, only(ElectionPlan.of(all, Optional.empty(), NOW)));
        assertEquals("older-binary", create.spec().holderIdentity());
        assertEquals(Choice.OLDEST, create.spec().strategy());
        assertEquals(5, create.spec().leaseDurationSeconds());
    }

    @Test
    void whoHasNotBeenHeardOfIsAskedFirst() {
        var silent = candidate("a", "1.36.0", "1.36.0", NOW.minusSeconds(60));
        var ping = assertInstanceOf(Action.Ping.class, only(ElectionPlan.of(List.of(silent), Optional.empty(), NOW)));
        var asked = ping.candidate();
        assertEquals(NOW, asked.spec().pingTime());
        assertEquals(
                List.of(),
                ElectionPlan.of(List.of(asked), Optional.empty(), NOW.plusSeconds(1))
                        .actions());
        var answered = asked.withSpec(asked.spec().withRenewTime(NOW.plusSeconds(1)));
        assertInstanceOf(
                Action.Create.class, only(ElectionPlan.of(List.of(answered), Optional.empty(), NOW.plusSeconds(2))));
        var other = candidate("b", "1.36.0", "1.36.0", NOW.plusSeconds(6));
        var create = assertInstanceOf(
                Action.Create.class,
                only(ElectionPlan.of(List.of(asked, other), Optional.empty(), NOW.plusSeconds(7))));
        assertEquals("b", create.spec().holderIdentity());
    }

    @Test
    void aHolderIsToldToGiveTheLeaseUp() {
        var all = List.of(candidate("new", "1.36.0", "1.36.0", NOW), candidate("old", "1.36.0", "1.35.0", NOW));
        var update =
                assertInstanceOf(Action.Update.class, only(ElectionPlan.of(all, Optional.of(lease("new", NOW)), NOW)));
        assertEquals("new", update.lease().spec().holderIdentity());
        assertEquals("old", update.lease().spec().preferredHolder());
        var told = Optional.of(update.lease());
        assertEquals(List.of(), ElectionPlan.of(all, told, NOW).actions());
        var later = NOW.plusSeconds(16);
        var fresh = List.of(candidate("new", "1.36.0", "1.36.0", later), candidate("old", "1.36.0", "1.35.0", later));
        var given = assertInstanceOf(Action.Update.class, only(ElectionPlan.of(fresh, told, later)));
        assertEquals("old", given.lease().spec().holderIdentity());
        assertFalse(given.lease().spec().hasPreferredHolder());
    }

    @Test
    void theBestHolderIsLeftAloneUntilItMustBeHeardOf() {
        var holder = candidate("a", "1.36.0", "1.36.0", NOW);
        var plan = ElectionPlan.of(List.of(holder), Optional.of(lease("a", NOW)), NOW);
        assertEquals(List.of(), plan.actions());
        assertTrue(plan.goesOn());
        var later = NOW.plus(Duration.ofMinutes(16));
        assertInstanceOf(
                Action.Ping.class, only(ElectionPlan.of(List.of(holder), Optional.of(lease("a", later)), later)));
        assertFalse(ElectionPlan.of(List.of(holder), Optional.empty(), NOW.plus(Duration.ofHours(1)))
                .goesOn());
    }

    @Test
    void theNewestCandidatesSayHowIsChosen() {
        var other = candidate("b", "1.37.0", "1.36.0", NOW);
        var own = other.withSpec(other.spec().withStrategy("example.com/own"));
        var all = List.of(candidate("a", "1.36.0", "1.36.0", NOW), own);
        var create = assertInstanceOf(Action.Create.class, only(ElectionPlan.of(all, Optional.empty(), NOW)));
        assertEquals("example.com/own", create.spec().strategy());
        assertFalse(create.spec().hasHolderIdentity());
        var same = candidate("c", "1.37.0", "1.36.0", NOW);
        assertEquals(Optional.empty(), Choice.strategy(List.of(own, same)));
    }
}
