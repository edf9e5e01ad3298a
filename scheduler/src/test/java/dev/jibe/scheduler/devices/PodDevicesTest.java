package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which devices pods are given, in clusters of two nodes. */
class PodDevicesTest extends DeviceLab {
    @Test
    void theNodeIsOneThatHasTheDevice() {
        slice("n2", device("a", ""));
        claim("c", exactly("r", ""), "");
        var decision = bound("c");
        assertEquals("n2", decision.node());
        assertEquals(List.of("r=a"), given(decision));
        var nodes = decision.devices().steps().getFirst().allocation().map("nodeSelector");
        assertTrue(nodes.toString().contains("n2"));
    }

    @Test
    void aClaimThatIsBeingAllocatedIsWaitedForUntilTheAllocationIsSeen() {
        slice("n2", device("a", ""));
        claim("c", exactly("r", ""), "");
        var first = bound("c");
        world.promises().reserve(first.devices());
        assertTrue(
                refused("c").contains("resource claim default/c is in the process of being allocated"), refused("c"));

        var allocation = first.devices().steps().getFirst().allocation();
        claims.put("c", known("c").withAt(allocation, "status", "allocation"));
        assertEquals("n2", bound("c").node());
    }

    @Test
    void aDeviceIsGivenOnce() {
        slice("n1", device("a", "") + "," + device("b", ""));
        claim("c", exactly("r", "") + "," + exactly("s", ""), "");
        assertEquals(List.of("r=a", "s=b"), given(bound("c")));
        claim("d", exactly("r", ",'count':3"), "");
        assertTrue(refused("d").contains("2 cannot allocate all claims"), refused("d"));
    }

    @Test
    void whatAnotherClaimHasIsNotToBeHad() {
        slice("n1", device("a", "") + "," + device("b", ""));
        claim("c", exactly("r", ""), "");
        claim("other", exactly("r", ""), "");
        claims.put(
                "other",
                known("other")
                        .withAt(
                                Cluster.json("{'devices':{'results':[{'driver':'d','pool':'n1','device':'a'}]}}"),
                                "status",
                                "allocation"));
        assertEquals(List.of("r=b"), given(bound("c")));
        claim("admin", exactly("r", ",'adminAccess':true"), "");
        assertEquals(List.of("r=a"), given(bound("admin")));
    }

    @Test
    void theSearchGoesBackWhenAFirstChoiceLeadsNowhere() {
        slice("n1", device("big", "'x':{'int':1},'y':{'int':1}") + "," + device("small", "'x':{'int':1}"));
        var selects = ",'selectors':[{'cel':{'expression':'%s'}}]";
        claim("c", exactly("any", selects.formatted("x")) + "," + exactly("fine", selects.formatted("y")), "");
        assertEquals(List.of("any=small", "fine=big"), given(bound("c")));
    }

    @Test
    void theFirstAlternativeThatIsToBeHadIsTaken() {
        slice("n1", device("a", "'x':{'int':1}"));
        claim(
                "c",
                "{'name':'r','firstAvailable':["
                        + "{'name':'best','deviceClassName':'gpu','selectors':[{'cel':{'expression':'y'}}]},"
                        + "{'name':'second','deviceClassName':'gpu','selectors':[{'cel':{'expression':'x'}}]}]}",
                "");
        assertEquals(List.of("r/second=a"), given(bound("c")));
    }

    @Test
    void allMeansAllOfTheNodeAndThatTheyAreFree() {
        slice("n1", device("a", "") + "," + device("b", ""));
        claim("c", exactly("r", ",'allocationMode':'All'"), "");
        assertEquals(List.of("r=a", "r=b"), given(bound("c")));
        claim("one", exactly("r", ""), "");
        assertTrue(refused("one", "c").contains("cannot allocate all claims"));
    }

    @Test
    void devicesMatchInAnAttribute() {
        slice(
                "n1",
                device("a", "'numa':{'int':0}") + "," + device("b", "'numa':{'int':1}") + ","
                        + device("c", "'numa':{'int':1}"));
        claim("c", exactly("r", ",'count':2"), ",'constraints':[{'matchAttribute':'d/numa'}]");
        assertEquals(List.of("r=b", "r=c"), given(bound("c")));
        claim("e", exactly("r", ",'count':3"), ",'constraints':[{'matchAttribute':'d/numa'}]");
        assertTrue(refused("e").contains("cannot allocate all claims"));
    }

    @Test
    void taintsKeepDevicesFromThoseThatDoNotTolerateThem() {
        slice("n1", "{'name':'a','taints':[{'key':'sick','value':'yes','effect':'NoSchedule'}]}");
        claim("c", exactly("r", ""), "");
        assertTrue(refused("c").contains("cannot allocate all claims"));
        claim("d", exactly("r", ",'tolerations':[{'key':'sick','operator':'Exists'}]"), "");
        assertEquals(List.of("r=a"), given(bound("d")));
    }

    @Test
    void aPoolOfWhichSlicesAreMissingOffersNothing() {
        slice("n1", device("a", ""));
        slices.set(0, slices.getFirst().withAt(2L, "spec", "pool", "resourceSliceCount"));
        claim("c", exactly("r", ""), "");
        assertTrue(refused("c").contains("cannot allocate all claims"));
    }

    @Test
    void claimsThatAreNotThereAreWaitedFor() {
        assertTrue(refused("none").startsWith("0/2 nodes are available: resourceclaim \"none\" not found."));
        claim("c", "{'name':'r','exactly':{'deviceClassName':'tpu'}}", "");
        assertTrue(refused("c").contains("request r: device class tpu does not exist"));
    }

    @Test
    void anIdleClaimInTheWrongPlaceIsFreed() {
        slice("n1", device("a", ""));
        claim("c", exactly("r", ""), "");
        var nodes = "{'nodeSelectorTerms':[{'matchFields':[{'key':'metadata.name','operator':'In','values':['n9']}]}]}";
        claims.put("c", known("c").withAt(Cluster.json(nodes), "status", "allocation", "nodeSelector"));
        var decision = (Decision.Free) decide("c");
        assertEquals(claims.get("c"), decision.claim());
        var user = Cluster.json("{'resource':'pods','name':'q','uid':'q'}");
        claims.put("c", known("c").withAt(JsonList.of(user), "status", "reservedFor"));
        assertTrue(refused("c").contains("2 resourceclaim not available on the node"));
    }

    @Test
    void anAllocatedClaimIsOnlyJoined() {
        slice("n1", device("a", ""));
        claim("c", exactly("r", ""), "");
        var first = bound("c").devices().steps().getFirst();
        claims.put("c", first.claim().withAt(first.allocation(), "status", "allocation"));
        var second = bound("c");
        assertEquals("n1", second.node());
        assertEquals(List.of(), given(second));
        assertEquals(1, second.devices().steps().size());
    }
}
