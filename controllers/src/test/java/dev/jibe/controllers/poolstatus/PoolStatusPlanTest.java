package dev.jibe.controllers.poolstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1alpha3.ResourcePoolStatusRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolStatusPlanTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static ResourceSlice slice(String name, String driver, String pool, int generation, int of, int devices) {
        var list = "{'name': 'a'},".repeat(devices);
        return Fixtures.object(
                ResourceSlice.KIND,
                name,
                "{'spec': {'driver': '" + driver + "', 'nodeName': 'n', 'pool': {'name': '" + pool
                        + "', 'generation': " + generation + ", 'resourceSliceCount': " + of + "}, 'devices': ["
                        + list.substring(0, Math.max(0, list.length() - 1)) + "]}}");
    }

    private static PoolStatusPlan plan(String spec, ResourceSlice... slices) {
        var claim = Fixtures.object(
                ResourceClaim.KIND,
                "c",
                "{'status': {'allocation': {'devices': {'results': [{'driver': 'd', 'pool': 'p', 'device': 'a'},"
                        + " {'driver': 'e', 'pool': 'p', 'device': 'b'}]}}}}");
        var request = Fixtures.object(ResourcePoolStatusRequest.KIND, "r", "{'spec': " + spec + "}");
        return PoolStatusPlan.of(new PoolStatusPlan.Observed(request, List.of(slices), List.of(claim), NOW));
    }

    private static JsonMap pool(PoolStatusPlan plan, int at) {
        return plan.status().list("pools").map(at);
    }

    @Test
    void itCountsTheNewestGenerationOfItsDriver() {
        var plan = plan(
                "{'driver': 'd'}",
                slice("1", "d", "p", 1, 1, 9),
                slice("2", "d", "p", 2, 2, 2),
                slice("3", "d", "p", 2, 2, 1),
                slice("4", "e", "p", 3, 1, 4));
        assertTrue(plan.complete());
        assertEquals(1, plan.status().number("poolCount"));
        var pool = pool(plan, 0);
        assertEquals(2, pool.number("generation"));
        assertEquals(2, pool.number("resourceSliceCount"));
        assertEquals(3, pool.number("totalDevices"));
        assertEquals(1, pool.number("allocatedDevices"));
        assertEquals(2, pool.number("availableDevices"));
        assertEquals("n", pool.string("nodeName"));
        var condition = plan.status().list("conditions").map(0);
        assertEquals("Calculated status for 1 pools", condition.string("message"));
    }

    @Test
    void itTellsNoMoreThanItIsAskedFor() {
        var plan = plan("{'driver': 'd', 'limit': 1}", slice("2", "d", "q", 1, 1, 1), slice("1", "d", "p", 1, 1, 1));
        assertEquals(2, plan.status().number("poolCount"));
        assertEquals(1, plan.status().list("pools").size());
        assertEquals("p", pool(plan, 0).string("poolName"));
        assertEquals(
                "q",
                pool(plan("{'driver': 'd', 'poolName': 'q'}", slice("2", "d", "q", 1, 1, 1)), 0)
                        .string("poolName"));
        assertFalse(plan("{'driver': 'x'}").status().has("pools"));
    }

    @Test
    void ofAnIncompletePoolNothingIsCounted() {
        var plan = plan("{'driver': 'd'}", slice("1", "d", "p", 7, 3, 1));
        assertFalse(plan.complete());
        assertEquals(
                "pool d/p is incomplete: observed 1/3 slices at generation 7",
                pool(plan, 0).string("validationError"));
        assertFalse(pool(plan, 0).has("totalDevices"));
    }

    @Test
    void answersStayForAnHourAndQuestionsForADay() {
        var asked = Fixtures.object(
                ResourcePoolStatusRequest.KIND, "r", "{'metadata': {'creationTimestamp': '2026-01-01T00:00:00Z'}}");
        assertEquals(NOW.plus(Duration.ofDays(1)), PoolStatusController.end(asked));
        var answered = ResourcePoolStatusRequest.KIND.of(
                asked.tree().with("status", plan("{'driver': 'd'}").status()));
        assertEquals(NOW.plus(Duration.ofHours(1)), PoolStatusController.end(answered));
    }
}
