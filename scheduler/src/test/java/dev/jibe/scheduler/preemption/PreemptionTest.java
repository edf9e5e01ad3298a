package dev.jibe.scheduler.preemption;

import static dev.jibe.scheduler.Cluster.leaving;
import static dev.jibe.scheduler.Cluster.pod;
import static dev.jibe.scheduler.Cluster.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.devices.DevicePlan;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.VolumePlan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PreemptionTest {

    private static final String ANTI =
            "{'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':"
                    + "[{'labelSelector':{'matchLabels':{'app':'web'}},'topologyKey':'zone'}]}}}";

    private static PodInfo started(String name, long priority, long cpuMillis, String time) {
        return with(pod(name, priority, cpuMillis), "{'startTime':'2026-01-01T" + time + "Z'}");
    }

    private static Cluster one() {
        return new Cluster().node("n1", 1000, "a");
    }

    private static Cluster two() {
        return one().node("n2", 1000, "b");
    }

    static Stream<Arguments> victims() {
        return Stream.of(
                Arguments.of(
                        "the less important of two leaves",
                        one().place(pod("low", 1, 500), "n1").place(pod("lower", 0, 500), "n1"),
                        "n1 lower"),
                Arguments.of(
                        "the younger of two that are alike leaves",
                        one().place(started("old", 0, 500, "01:00:00"), "n1")
                                .place(started("young", 0, 500, "02:00:00"), "n1"),
                        "n1 young"),
                Arguments.of(
                        "a budget protects the less important",
                        one().budget("lower", 0).place(pod("low", 1, 500), "n1").place(pod("lower", 0, 500), "n1"),
                        "n1 low"),
                Arguments.of(
                        "a node without violated budgets is preferred to lower priorities",
                        two().budget("lower", 0)
                                .place(pod("lower", 0, 1000), "n1")
                                .place(pod("low", 1, 1000), "n2"),
                        "n2 low"),
                Arguments.of(
                        "a budget that cannot be kept is violated",
                        one().budget("low", 0).place(pod("low", 0, 1000), "n1"),
                        "n1 low"),
                Arguments.of(
                        "the node whose most important victim is least important",
                        two().place(pod("a", 5, 1000), "n1").place(pod("b", 4, 1000), "n2"),
                        "n2 b"),
                Arguments.of(
                        "the node with the smaller sum of priorities",
                        two().place(pod("a1", 5, 300), "n1")
                                .place(pod("a2", 5, 300), "n1")
                                .place(pod("fix1", 100, 400), "n1")
                                .place(pod("b1", 5, 300), "n2")
                                .place(pod("b2", 1, 300), "n2")
                                .place(pod("fix2", 100, 400), "n2"),
                        "n2 b1 b2"),
                Arguments.of(
                        "one victim of high priority costs less than two in sum",
                        two().place(pod("a1", 5, 300), "n1")
                                .place(pod("a2", 1, 300), "n1")
                                .place(pod("fix1", 100, 400), "n1")
                                .place(pod("b1", 5, 600), "n2")
                                .place(pod("fix2", 100, 400), "n2"),
                        "n2 b1"),
                Arguments.of(
                        "the node whose victims started last",
                        two().place(started("a", 0, 1000, "01:00:00"), "n1")
                                .place(started("b", 0, 1000, "02:00:00"), "n2"),
                        "n2 b"),
                Arguments.of(
                        "others' anti-affinity is lifted with them",
                        one().place(pod("shy", 0, 100, "shy", ANTI), "n1"),
                        "n1 shy"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("victims")
    void choosesWhoLeavesWhere(String name, Cluster cluster, String expected) {
        var decision = cluster.decide(pod("high", 10, 500, "web", "{}"));
        var preempt = assertInstanceOf(Decision.Preempt.class, decision, name);
        var leaving = String.join(
                " ", preempt.victims().stream().map(v -> v.pod().name()).toList());
        assertEquals(expected, preempt.node() + " " + leaving, name);
    }

    /** What is compared of a pod that cannot go anywhere. */
    private record Answer(String message, boolean settled) {}

    private static Answer unschedulable(String message, boolean settled) {
        return new Answer(message, settled);
    }

    private static Answer answer(Decision decision) {
        var no = assertInstanceOf(Decision.Unschedulable.class, decision);
        return new Answer(no.message(), no.settled());
    }

    @Test
    void saysWhatUpstreamSaysWithoutAVictim() {
        var full = one().place(pod("same", 10, 800), "n1");
        assertEquals(
                unschedulable(
                        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
                                + "0/1 nodes are available: 1 No preemption victims found for incoming pod.",
                        true),
                answer(full.decide(pod("high", 10, 500))));
    }

    @Test
    void doesNotTryNodesThatAreTooSmallOrForbidden() {
        var cluster = one().node("big", 4000, "b").place(pod("low", 0, 100), "n1");
        var elsewhere = pod("high", 10, 2000, "high", "{'nodeSelector':{'zone':'a'}}");
        assertEquals(
                unschedulable(
                        "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match Pod's node"
                                + " affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are"
                                + " available: 2 Preemption is not helpful for scheduling.",
                        true),
                answer(cluster.decide(elsewhere)));
    }

    @Test
    void saysWhatIsStillMissingWithoutTheLessImportant() {
        var cluster = one().place(pod("same", 10, 800), "n1").place(pod("low", 0, 100), "n1");
        assertEquals(
                unschedulable(
                        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
                                + "0/1 nodes are available: 1 Insufficient cpu.",
                        true),
                answer(cluster.decide(pod("high", 10, 500))));
    }

    @Test
    void leavesOthersAloneIfItsPolicyIsNever() {
        var cluster = one().place(pod("low", 0, 1000), "n1");
        assertEquals(
                unschedulable(
                        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
                                + "not eligible due to preemptionPolicy=Never.",
                        false),
                answer(cluster.decide(pod("high", 10, 500, "high", "{'preemptionPolicy':'Never'}"))));
    }

    @Test
    void waitsForVictimsThatAreLeaving() {
        var high = pod("high", 10, 500);
        var cluster = two().place(leaving(pod("low", 0, 1000)), "n1")
                .place(pod("other", 0, 1000), "n2")
                .nominate(high, "n1");
        assertEquals(
                unschedulable(
                        "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: "
                                + "not eligible due to a terminating pod on the nominated node.",
                        false),
                answer(cluster.decide(high)));
    }

    @Test
    void keepsThePlaceOfANominatedPodFromTheLessImportant() {
        var cluster = one().nominate(pod("high", 10, 800), "n1");
        assertInstanceOf(Decision.Unschedulable.class, cluster.decide(pod("low", 0, 500)));
        assertEquals(new Decision.Bind("n1", VolumePlan.NONE, DevicePlan.NONE), cluster.decide(pod("higher", 20, 500)));
        assertEquals(new Decision.Bind("n1", VolumePlan.NONE, DevicePlan.NONE), cluster.decide(pod("high", 10, 800)));
    }

    @Test
    void goesToTheNodeItIsNominatedFor() {
        var high = pod("high", 10, 500);
        var cluster = one().node("n2", 9000, "b").nominate(high, "n1");
        assertEquals(new Decision.Bind("n1", VolumePlan.NONE, DevicePlan.NONE), cluster.decide(high));
    }

    @Test
    void leavesTheFiltersAsTheyWere() {
        var cluster = one().place(pod("web", 0, 600, "web", "{}"), "n1");
        var shy = pod("high", 10, 500, "high", ANTI);
        var first = assertInstanceOf(Decision.Preempt.class, cluster.decide(shy));
        assertEquals(
                List.of("web"),
                first.victims().stream().map(v -> v.pod().name()).toList());
        assertEquals(first, cluster.decide(shy));
    }
}
