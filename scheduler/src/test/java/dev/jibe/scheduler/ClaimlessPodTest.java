package dev.jibe.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.cache.Change;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.gang.GangFeatures;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClaimlessPodTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SchedulerPlan plan =
            new SchedulerPlan(SchedulerConfig.DEFAULT, BareSurroundings.of(GangFeatures.NONE), new SplittableRandom(1));

    private void hear(String entry, String status) {
        plan.hearOfPod(
                new Change.Added<>(Pod.KIND.of(Cluster.json(
                        "{'metadata':{'name':'p','namespace':'default','uid':'p'},'spec':{'schedulerName':'default-scheduler',"
                                + "'resourceClaims':[" + entry + "],'containers':[{'name':'c','image':'i'}]},'status':"
                                + status + "}"))),
                NOW);
    }

    @Test
    void aPodIsNotTriedBeforeItsClaimsAreThere() {
        hear("{'name':'c','resourceClaimName':'none'}", "{}");
        assertTrue(plan.next(NOW).isEmpty());
        assertEquals(1, plan.pending().gated());
        plan.hearOfDevices(NOW);
        assertTrue(plan.next(NOW).isEmpty(), "still not there");
    }

    @Test
    void aPodWhoseTemplateMakesNoClaimIsTried() {
        hear("{'name':'c','resourceClaimTemplateName':'t'}", "{}");
        assertTrue(plan.next(NOW).isEmpty());
        hear("{'name':'c','resourceClaimTemplateName':'t'}", "{'resourceClaimStatuses':[{'name':'c'}]}");
        assertTrue(plan.next(NOW).isPresent());
        assertEquals(0, plan.pending().gated());
    }
}
