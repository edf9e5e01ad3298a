package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices that are cut out of others, and devices that several have a part of. */
class SharedDevicesTest extends DeviceLab {
    private static final String SHARED =
            "{'name':'a','allowMultipleAllocations':true,'capacity':{'mem':{'value':'10Gi'}}}";

    /** A slice of a pool of so many. */
    private void part(String name, String pool, int of, String more) {
        slices.add(Cluster.json(("{'metadata':{'name':'%s'},'spec':{'driver':'d',"
                        + "'pool':{'name':'%s','generation':1,'resourceSliceCount':%d},%s}}")
                .formatted(name, pool, of, more)));
    }

    private static String cut(String name, String node, int amount) {
        return ("{'name':'%s','nodeName':'%s','consumesCounters':[{'counterSet':'set',"
                        + "'counters':{'mem':{'value':'%dGi'}}}]}")
                .formatted(name, node, amount);
    }

    private static String counters(String set) {
        return "'allNodes':true,'sharedCounters':[{'name':'%s','counters':{'mem':{'value':'10Gi'}}}]".formatted(set);
    }

    private void partitions(String... devices) {
        part("s1", "p", 2, counters("set"));
        part("s2", "p", 2, "'perDeviceNodeSelection':true,'devices':[" + String.join(",", devices) + "]");
    }

    /** What was decided is written. */
    private Decision.Bind carriedOut(String claim) {
        var decision = bound(claim);
        for (var step : decision.devices().steps()) {
            claims.put(claim, step.claim().withAt(step.allocation(), "status", "allocation"));
        }
        return decision;
    }

    private static JsonMap result(Decision.Bind decision) {
        return decision.devices()
                .steps()
                .getFirst()
                .allocation()
                .map("devices")
                .list("results")
                .maps()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void partsOfADeviceAreGivenWhileItsCountersLast() {
        partitions(cut("half", "n1", 5), cut("most", "n1", 7), cut("other", "n2", 5));
        for (var name : List.of("c", "d", "e")) {
            claim(name, exactly("r", ""), "");
        }
        assertEquals(List.of("r=half"), given(carriedOut("c")));
        var second = carriedOut("d");
        assertEquals("n2", second.node());
        assertEquals(List.of("r=other"), given(second));
        assertTrue(refused("e").contains("2 cannot allocate all claims"), refused("e"));
    }

    @Test
    void promisedPartsCountToo() {
        partitions(cut("half", "n1", 5), cut("most", "n1", 7));
        claim("c", exactly("r", ""), "");
        world.promises().reserve(bound("c").devices());
        claim("d", exactly("r", ""), "");
        assertTrue(refused("d").contains("2 cannot allocate all claims"));
    }

    @Test
    void aPoolWithUnknownCountersIsInvalid() {
        part("s1", "p", 2, counters("another"));
        part("s2", "p", 2, "'perDeviceNodeSelection':true,'devices':[" + cut("a", "n1", 1) + "]");
        claim("c", exactly("r", ""), "");
        assertTrue(refused("c").contains("2 invalid resource pools were encountered"), refused("c"));
        slice("n1", device("whole", ""));
        assertEquals(List.of("r=whole"), given(bound("c")));
    }

    @Test
    void aPoolWithoutItsCountersIsIncomplete() {
        part("s2", "p", 2, "'perDeviceNodeSelection':true,'devices':[" + cut("a", "n1", 1) + "]");
        claim("c", exactly("r", ""), "");
        assertTrue(refused("c").contains("2 cannot allocate all claims"));
        claim("all", exactly("r", ",'allocationMode':'All'"), "");
        var failed = assertInstanceOf(Decision.Failed.class, decide("all"));
        assertEquals(
                "running \"DynamicResources\" filter plugin: claim default/all, request r: asks for all devices, but"
                        + " resource pool d/p is currently being updated",
                failed.message());
    }

    @Test
    void onlyTheNewestGenerationCounts() {
        slice("n1", device("old", ""));
        slices.add(slices.getFirst().withAt(2L, "spec", "pool", "generation").withAt("n2", "spec", "nodeName"));
        claim("c", exactly("r", ""), "");
        assertEquals("n2", bound("c").node());
    }

    @Test
    void severalHaveAPartOfADevice() {
        slice("n1", SHARED);
        var asks = ",'capacity':{'requests':{'mem':'%s'}}";
        claim("c", exactly("r", asks.formatted("4Gi")), "");
        claim("d", exactly("r", asks.formatted("6Gi")), "");
        claim("e", exactly("r", asks.formatted("1Gi")), "");
        var first = result(carriedOut("c"));
        assertEquals("4Gi", first.map("consumedCapacity").string("mem"));
        var second = result(carriedOut("d"));
        assertEquals("a", second.string("device"));
        assertNotEquals(first.string("shareID"), second.string("shareID"));
        assertTrue(refused("e").contains("cannot allocate all claims"));
    }

    @Test
    void whoDoesNotAskGetsAll() {
        slice("n1", SHARED);
        claim("c", exactly("r", ""), "");
        assertEquals("10Gi", result(carriedOut("c")).map("consumedCapacity").string("mem"));
        claim("d", exactly("r", ",'capacity':{'requests':{'mem':'1'}}"), "");
        assertTrue(refused("d").contains("cannot allocate all claims"));
    }

    @Test
    void requestsOfOneClaimMayShareADeviceUnlessTheyMustDiffer() {
        slice("n1", SHARED.replace("'capacity'", "'attributes':{'id':{'int':1}},'capacity'"));
        var asks = ",'capacity':{'requests':{'mem':'4Gi'}}";
        claim("c", exactly("r", asks) + "," + exactly("s", asks), "");
        assertEquals(List.of("r=a", "s=a"), given(bound("c")));
        claim("d", exactly("r", asks) + "," + exactly("s", asks), ",'constraints':[{'distinctAttribute':'d/id'}]");
        assertTrue(refused("d").contains("cannot allocate all claims"));
    }

    @Test
    void whatIsOnlyGivenAsAWholeHasEnoughOrNot() {
        slice("n1", "{'name':'a','capacity':{'mem':{'value':'10Gi'}}}");
        claim("c", exactly("r", ",'capacity':{'requests':{'mem':'11Gi'}}"), "");
        assertTrue(refused("c").contains("cannot allocate all claims"));
        claim("d", exactly("r", ",'capacity':{'requests':{'mem':'4Gi'}}"), "");
        var result = result(bound("d"));
        assertTrue(!result.has("shareID") && !result.has("consumedCapacity"), result.toString());
        claim("e", exactly("r", ",'capacity':{'requests':{'other':'1'}}"), "");
        assertTrue(refused("e").contains("cannot allocate all claims"));
    }

    @Test
    void theNodeWithTheBetterAlternativeIsLikedMore() {
        slice("n1", device("a", "'x':{'int':1}"));
        slice("n2", device("a", "'y':{'int':1}"));
        claim(
                "c",
                "{'name':'r','firstAvailable':["
                        + "{'name':'best','deviceClassName':'gpu','selectors':[{'cel':{'expression':'y'}}]},"
                        + "{'name':'second','deviceClassName':'gpu','selectors':[{'cel':{'expression':'x'}}]}]}",
                "");
        assertEquals("n2", bound("c").node());
    }

    @Test
    void moreThanAClaimCanHoldIsAnError() {
        slice("n1", device("a", ""));
        claim("c", exactly("r", ",'count':33"), "");
        var failed = assertInstanceOf(Decision.Failed.class, decide("c"));
        assertTrue(failed.message().contains("number of requested devices 33 exceeds the claim limit of 32"));
    }
}
