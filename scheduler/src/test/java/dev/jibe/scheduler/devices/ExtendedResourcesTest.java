package dev.jibe.scheduler.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Extended resources that devices of a class make up. */
class ExtendedResourcesTest extends DeviceLab {
    private static final String NAME = "example.com/gpu";

    @BeforeEach
    void aClassMakesUpTheResource() {
        classes.put(
                "gpu", Cluster.json("{'metadata':{'name':'gpu'},'spec':{'extendedResourceName':'example.com/gpu'}}"));
    }

    private static String container(String name, String kind, long count) {
        return "{'name':'%s'%s,'resources':{'requests':{'cpu':'1m','example.com/gpu':'%d'}}}"
                .formatted(name, kind, count);
    }

    private static PodInfo pod(String spec) {
        return PodInfo.of(Pod.KIND.of(Cluster.json(
                "{'metadata':{'name':'p','namespace':'default','uid':'p'},'spec':" + spec + ",'status':{}}")));
    }

    private Decision decideFor(String spec) {
        return cluster.with(world).decide(pod(spec));
    }

    @Test
    void aClaimIsMadeForWhatTheNodeDoesNotHave() {
        slice("n2", device("a", "") + "," + device("b", ""));
        var decision =
                assertInstanceOf(Decision.Bind.class, decideFor("{'containers':[" + container("c", "", 2) + "]}"));
        assertEquals("n2", decision.node());
        assertEquals(List.of("container-0-request-1=a", "container-0-request-1=b"), given(decision));
        var step = decision.devices().steps().getFirst();
        assertTrue(step.isNew());
        var metadata = step.claim().map("metadata");
        assertEquals("p-extended-resources-", metadata.string("generateName"));
        assertEquals("true", metadata.map("annotations").string("resource.kubernetes.io/extended-resource-claim"));
        assertEquals(
                "[{\"containerName\":\"c\",\"requestName\":\"container-0-request-1\","
                        + "\"resourceName\":\"example.com/gpu\"}]",
                step.mappings().toString());
        world.promises().reserve(decision.devices());
        assertTrue(((Decision.Unschedulable) decideFor("{'containers':[" + container("c", "", 1) + "]}"))
                .message()
                .startsWith("0/2 nodes are available: 2 cannot allocate all claims. still not schedulable"));
    }

    @Test
    void withoutTheClassNobodyHasIt() {
        slice("n2", device("a", ""));
        classes.clear();
        var refused = (Decision.Unschedulable) decideFor("{'containers':[" + container("c", "", 1) + "]}");
        assertTrue(refused.message().contains("2 Insufficient " + NAME), refused.message());
    }

    @Test
    void aClaimOfAnEarlierAttemptGoesFirst() {
        slice("n2", device("a", ""));
        var claim = Cluster.json("{'metadata':{'name':'p-extended-resources-x','namespace':'default','uid':'u',"
                + "'annotations':{'resource.kubernetes.io/extended-resource-claim':'true'},"
                + "'ownerReferences':[{'kind':'Pod','uid':'p','controller':true}]},"
                + "'spec':{'devices':{'requests':[{'name':'r'}]}}}");
        claims.put("p-extended-resources-x", claim);
        var freed = assertInstanceOf(Decision.Free.class, decideFor("{'containers':[" + container("c", "", 1) + "]}"));
        assertEquals(claim, freed.claim());
        assertEquals(
                "0/2 nodes are available: 2 cannot schedule extended resource claim."
                        + " deletion of ResourceClaim completed",
                freed.message());
    }

    private static ExtendedRequests requests(String spec) {
        return ExtendedRequests.of(Cluster.json(spec), new TreeMap<>(Map.of(NAME, "gpu")));
    }

    private static String counts(ExtendedRequests of) {
        return of.requests()
                .maps()
                .map(it -> it.string("name") + ":" + it.map("exactly").number("count"))
                .collect(Collectors.joining(" "));
    }

    private static String uses(ExtendedRequests of) {
        return of.mappings()
                .maps()
                .map((JsonMap it) -> it.string("containerName") + "=" + it.string("requestName"))
                .collect(Collectors.joining(" "));
    }

    @Test
    void containersThatRunBeforeOthersUseTheirDevices() {
        var of = requests("{'initContainers':[" + container("small", "", 1) + "," + container("large", "", 5) + ","
                + container("larger", "", 6) + "],'containers':[" + container("c", "", 2) + "," + container("d", "", 1)
                + "]}");
        assertEquals("container-2-request-1:3 container-3-request-1:2 container-4-request-1:1", counts(of));
        assertEquals(
                "c=container-3-request-1 d=container-4-request-1 small=container-3-request-1"
                        + " large=container-3-request-1 large=container-4-request-1 large=container-2-request-1"
                        + " larger=container-3-request-1 larger=container-4-request-1 larger=container-2-request-1",
                uses(of));
    }

    @Test
    void sidecarsKeepTheirsAndOnlyThoseBeforeThemUseThem() {
        var of = requests("{'initContainers':[" + container("before", "", 1) + ","
                + container("side", ",'restartPolicy':'Always'", 1) + "," + container("after", "", 1)
                + "],'containers':[" + container("c", "", 0) + "]}");
        assertEquals("container-1-request-1:1 container-2-request-1:1", counts(of));
        assertEquals("side=container-1-request-1 before=container-1-request-1 after=container-2-request-1", uses(of));
    }
}
