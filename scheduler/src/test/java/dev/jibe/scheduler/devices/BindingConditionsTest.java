package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices that have to be made ready before a pod can be on its node. */
class BindingConditionsTest extends DeviceLab {
    private static final String SLOW =
            "{'name':'slow','bindsToNode':true,'bindingConditions':['ready'],'bindingFailureConditions':['broken']}";

    private void slowSlice() {
        slice("n1", SLOW);
        slices.set(0, slices.getFirst().withoutAt("spec", "nodeName").withAt(true, "spec", "allNodes"));
    }

    /** The claim as it is when the pod waits for its device. */
    private JsonMap waiting(String since) {
        slowSlice();
        claim("c", exactly("r", ""), "");
        var allocation = bound("c").devices().steps().getFirst().allocation();
        var pod = JsonMap.of("resource", "pods", "name", "p", "uid", "p");
        var status = JsonMap.of(
                "allocation", allocation.with("allocationTimestamp", since), "reservedFor", JsonList.of(pod));
        claims.put("c", known("c").with("status", status));
        return known("c");
    }

    private static JsonMap reported(JsonMap claim, String condition, String status) {
        var device = Cluster.json(("{'driver':'d','pool':'n1','device':'slow','conditions':[{'type':'%s','status':'%s',"
                        + "'reason':'R','message':'m'}]}")
                .formatted(condition, status));
        return claim.withAt(JsonList.of(device), "status", "devices");
    }

    @Test
    void aDeviceThatBindsIsOnlyForTheNodeThatWasChosen() {
        slowSlice();
        claim("c", exactly("r", ""), "");
        var decision = bound("c");
        var allocation = decision.devices().steps().getFirst().allocation();
        assertTrue(allocation.map("nodeSelector").toString().contains(decision.node()), allocation.toString());
        var result =
                allocation.map("devices").list("results").maps().findFirst().orElseThrow();
        assertEquals(JsonList.of("ready"), result.list("bindingConditions"));
        assertEquals(JsonList.of("broken"), result.list("bindingFailureConditions"));
    }

    @Test
    void devicesThatAreReadyAnywayAreGivenFirst() {
        slice("n1", SLOW);
        slices.add(slices.getFirst()
                .withAt("z", "spec", "pool", "name")
                .withAt("later", "metadata", "name")
                .withAt(JsonList.of(Cluster.json(device("quick", ""))), "spec", "devices"));
        claim("c", exactly("r", ""), "");
        assertEquals(List.of("r=quick"), given(bound("c")));
    }

    @Test
    void aClaimIsReadyWhenAllConditionsAreTrueAndNoFailureIs() {
        var claim = waiting("2026-01-01T00:00:00Z");
        assertEquals(new Readiness.Pending(), Readiness.of(claim));
        assertEquals(new Readiness.Pending(), Readiness.of(reported(claim, "ready", "False")));
        assertEquals(new Readiness.Ready(), Readiness.of(reported(claim, "ready", "True")));
        assertEquals(
                new Readiness.Failed("device binding failed: claim=c, reason=R, message=\"m\""),
                Readiness.of(reported(claim, "broken", "True")));
    }

    @Test
    void aPodThatWasInterruptedGoesOnWaiting() {
        var claim = waiting("2026-01-01T00:00:00Z");
        now = Instant.parse("2026-01-01T00:09:59Z");
        var decision = bound("c");
        assertEquals(List.of(), decision.devices().steps());
        assertEquals(List.of(claim), decision.devices().awaited());
    }

    @Test
    void devicesThatAreNotReadyInTimeAreGivenBack() {
        var claim = waiting("2026-01-01T00:00:00Z");
        now = Instant.parse("2026-01-01T00:10:00Z");
        var freed = assertInstanceOf(Decision.Free.class, decide("c"));
        assertEquals(claim, freed.claim());
        assertEquals(
                "0/2 nodes are available: 2 resourceclaim not available on the node."
                        + " deallocation of ResourceClaim completed",
                freed.message());
    }

    @Test
    void devicesThatFailAreGivenBack() {
        var claim = waiting("2026-01-01T00:00:00Z");
        claims.put("c", reported(claim, "broken", "True"));
        assertInstanceOf(Decision.Free.class, decide("c"));
    }
}
