package dev.jibe.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.cache.Change;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.gang.GangFeatures;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard of pods while they are being bound, in the orders in which it may come. */
final class BindingOutcomeTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final SchedulerPlan plan =
            new SchedulerPlan(SchedulerConfig.DEFAULT, BareSurroundings.of(GangFeatures.NONE), new SplittableRandom(1));

    /** Room for one pod. */
    @BeforeEach
    void oneSmallNode() {
        plan.hearOfNode(
                new Change.Added<>(Node.KIND.of(Cluster.json("{'metadata':{'name':'n','uid':'n'},'spec':{},"
                        + "'status':{'allocatable':{'cpu':'1','memory':'1Gi','pods':'10'}}}"))),
                NOW);
    }

    private static Pod pod(String name, String uid, String node) {
        return Pod.KIND.of(Cluster.json("{'metadata':{'name':'" + name + "','namespace':'default','uid':'" + uid + "'},"
                + "'spec':{'schedulerName':'default-scheduler','nodeName':'" + node + "','containers':[{'name':'c',"
                + "'image':'i','resources':{'requests':{'cpu':'1'}}}]},'status':{'phase':'Pending'}}"));
    }

    private static Pod pod(String name, String uid) {
        var tree = pod(name, uid, "").tree();
        return Pod.KIND.of(tree.withoutAt("spec", "nodeName"));
    }

    private SchedulerPlan.Step add(Pod pod) {
        plan.hearOfPod(new Change.Added<>(pod), NOW);
        return plan.next(NOW).orElseThrow();
    }

    private static Decision.Bind bind(SchedulerPlan.Step step) {
        return assertInstanceOf(Decision.Bind.class, step.decision());
    }

    @Test
    void aPodHeardOfKeepsItsPlaceThoughTheAnswerWasLost() {
        var step = add(pod("a", "1"));
        plan.hearOfPod(new Change.Updated<>(pod("a", "1"), pod("a", "1", "n")), NOW);
        plan.notBound(step.pod(), bind(step), false, NOW);
        assertTrue(plan.next(LATER).isEmpty(), "it is not tried again");
        assertInstanceOf(Decision.Unschedulable.class, add(pod("b", "2")).decision(), "its place is taken");
    }

    @Test
    void aPodThatIsBoundIsNotTriedAgainBecauseOfOldNews() {
        var step = add(pod("a", "1"));
        plan.bound(step.pod(), bind(step));
        plan.hearOfPod(new Change.Updated<>(pod("a", "1"), pod("a", "1")), NOW);
        assertTrue(plan.next(LATER).isEmpty());
        assertInstanceOf(Decision.Unschedulable.class, add(pod("b", "2")).decision(), "its place is taken");
    }

    @Test
    void aNewPodOfTheSameNameIsNotForgottenWithTheOld() {
        var step = add(pod("a", "1"));
        plan.hearOfPod(new Change.Deleted<>(pod("a", "1")), NOW);
        plan.hearOfPod(new Change.Added<>(pod("a", "2")), NOW);
        plan.notBound(step.pod(), bind(step), true, NOW);
        assertEquals("2", plan.next(LATER).orElseThrow().pod().pod().uid());
    }

    @Test
    void aNewPodInThePlaceOfAnotherIsScheduled() {
        var step = add(pod("a", "1"));
        plan.hearOfPod(new Change.Updated<>(pod("a", "1"), pod("a", "2")), NOW);
        plan.bound(step.pod(), bind(step));
        assertEquals("2", plan.next(LATER).orElseThrow().pod().pod().uid());
    }

    @Test
    void aPodThatWasNotBoundGivesItsPlaceBack() {
        var step = add(pod("a", "1"));
        plan.notBound(step.pod(), bind(step), false, NOW);
        assertEquals("1", plan.next(LATER).orElseThrow().pod().pod().uid());
    }
}
