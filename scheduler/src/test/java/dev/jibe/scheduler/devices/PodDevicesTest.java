package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which devices pods are given, in clusters of one or two nodes. */
class PodDevicesTest {
    private final Map<String, JsonMap> claims = new HashMap<>();
    private final List<JsonMap> slices = new ArrayList<>();
    private final Cluster cluster = new Cluster().node("n1", 1000, "z").node("n2", 1000, "z");

    /** Expressions are names of attributes that have to be there. */
    private final DeviceWorld world = new DeviceWorld(
            new Devices() {
                @Override
                public Optional<JsonMap> claim(String namespace, String name) {
                    return Optional.ofNullable(claims.get(name));
                }

                @Override
                public List<JsonMap> allocatedClaims() {
                    return claims.values().stream()
                            .filter(claim -> claim.map("status").has("allocation"))
                            .toList();
                }

                @Override
                public List<JsonMap> slices() {
                    return slices;
                }

                @Override
                public Optional<JsonMap> deviceClass(String name) {
                    return name.equals("gpu") ? Optional.of(JsonMap.EMPTY) : Optional.empty();
                }
            },
            new DevicePromises(),
            (expression, driver, device) -> device.map("attributes").has(expression));

    private void slice(String node, String devices) {
        slices.add(Cluster.json(("{'metadata':{'name':'s-%1$s'},'spec':{'driver':'d','nodeName':'%1$s',"
                        + "'pool':{'name':'%1$s','generation':1,'resourceSliceCount':1},'devices':[%2$s]}}")
                .formatted(node, devices)));
    }

    private static String device(String name, String attributes) {
        return "{'name':'%s','attributes':{%s}}".formatted(name, attributes);
    }

    private void claim(String name, String requests, String more) {
        claims.put(
                name,
                Cluster.json(("{'metadata':{'name':'%1$s','namespace':'default','uid':'%1$s'},"
                                + "'spec':{'devices':{'requests':[%2$s]%3$s}}}")
                        .formatted(name, requests, more)));
    }

    private JsonMap known(String name) {
        return claims.getOrDefault(name, JsonMap.EMPTY);
    }

    private static String exactly(String name, String more) {
        return "{'name':'%s','exactly':{'deviceClassName':'gpu'%s}}".formatted(name, more);
    }

    private Decision decide(String... claimNames) {
        var entries = new ArrayList<String>();
        for (var name : claimNames) {
            entries.add("{'name':'%1$s','resourceClaimName':'%1$s'}".formatted(name));
        }
        var spec = "{'resourceClaims':[" + String.join(",", entries) + "]}";
        return cluster.with(world).decide(Cluster.pod("p", 0, 10, "app", spec));
    }

    private Decision.Bind bound(String... claimNames) {
        return (Decision.Bind) decide(claimNames);
    }

    /** What each request of each claim is given, in order. */
    private static List<String> given(Decision.Bind decision) {
        return decision.devices().steps().stream()
                .flatMap(
                        step -> step.allocation().map("devices").list("results").maps())
                .map(result -> result.string("request") + "=" + result.string("device"))
                .toList();
    }

    private String refused(String... claimNames) {
        return ((Decision.Unschedulable) decide(claimNames)).message();
    }

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
        assertTrue(refused("c").contains("resourceclaim \"c\" is being allocated"), refused("c"));

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
