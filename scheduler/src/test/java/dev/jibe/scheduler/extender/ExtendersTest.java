package dev.jibe.scheduler.extender;

import static dev.jibe.scheduler.Cluster.json;
import static dev.jibe.scheduler.Cluster.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.bind.Decider;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.bind.Stopwatch;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Programs that are asked, here functions, and what becomes of what they say. */
final class ExtendersTest {

    private static final String BY_NAME = "'urlPrefix':'http://127.0.0.1:1/x','nodeCacheCapable':true,";

    private final List<JsonMap> asked = new ArrayList<>();

    private static ExtenderConfig config(String fields) {
        return ExtenderReader.read(JsonList.of(json("{" + BY_NAME + fields + "}")))
                .getFirst();
    }

    /** One extender, which gives this answer to whatever it is asked. */
    private Extenders answering(String fields, String answer) {
        return new Extenders(List.of(config(fields)), (extender, verb, question) -> {
            asked.add(question);
            return answer.startsWith("[") ? json("{'list':" + answer + "}").list("list") : json(answer);
        });
    }

    private static Extenders failing(String fields) {
        return new Extenders(List.of(config(fields)), (extender, verb, question) -> {
            throw new SchedulerException("nobody answers");
        });
    }

    private static Cluster three() {
        return new Cluster().node("n1", 1000, "a").node("n2", 1000, "b").node("n3", 1000, "c");
    }

    private static Decision decide(Cluster cluster, PodInfo pod, Extenders extenders) {
        return new Decider(cluster.world(), new Random(1), Stopwatch.NONE, extenders).decide(pod, Profile.DEFAULT);
    }

    private static String nodeOf(Decision decision) {
        return assertInstanceOf(Decision.Bind.class, decision).node();
    }

    @Test
    void onlyNodesThatPassAreTaken() {
        var extenders = answering("'filterVerb':'filter'", "{'nodenames':['n3'],'FailedNodes':{'n1':'too old'}}");

        assertEquals("n3", nodeOf(decide(three(), pod("p", 0, 100), extenders)));
        assertEquals(
                Set.of("n1", "n2", "n3"),
                Set.copyOf(asked.getFirst().list("NodeNames").strings().toList()));
        assertEquals("p", asked.getFirst().map("Pod").map("metadata").string("name"));
    }

    @Test
    void whoCannotKeepNodesGetsThemWhole() {
        var config = ExtenderReader.read(JsonList.of(json("{'urlPrefix':'http://127.0.0.1:1','filterVerb':'f'}")));
        var extenders = new Extenders(config, (extender, verb, question) -> {
            var items = question.map("Nodes").list("items");
            return JsonMap.of("Nodes", JsonMap.of("items", JsonList.of(items.get(items.size() - 1))));
        });
        var cluster = new Cluster().node("n1", 1000, "a").node("n2", 1000, "b");

        assertTrue(Set.of("n1", "n2").contains(nodeOf(decide(cluster, pod("p", 0, 100), extenders))));
    }

    @Test
    void nodesThatDoNotPassAreToldOf() {
        var extenders = answering(
                "'filterVerb':'filter'",
                "{'NodeNames':[],'FailedNodes':{'n1':'too old','n2':'too old'},"
                        + "'FailedAndUnresolvableNodes':{'n2':'too far','n3':'too far'}}");

        var decision = assertInstanceOf(Decision.Unschedulable.class, decide(three(), pod("p", 0, 100), extenders));

        assertTrue(decision.message().startsWith("0/3 nodes are available: 1 too old, 2 too far."), decision.message());
        assertEquals(Set.of(Plugin.EXTENDER), decision.plugins());
    }

    @Test
    void aNodeThatWasNotAskedAboutIsAnError() {
        var extenders = answering("'filterVerb':'filter'", "{'NodeNames':['n9']}");

        var decision = assertInstanceOf(Decision.Failed.class, decide(three(), pod("p", 0, 100), extenders));

        assertEquals(
                "extender \"http://127.0.0.1:1/x\" claims a filtered node \"n9\" which is not found in the input node list",
                decision.message());
    }

    @Test
    void anErrorOfOneThatMattersStopsTheDecision() {
        var says = answering("'filterVerb':'filter'", "{'Error':'no time'}");

        assertEquals(new Decision.Failed("no time"), decide(three(), pod("p", 0, 100), says));
        assertEquals(
                new Decision.Failed("nobody answers"),
                decide(three(), pod("p", 0, 100), failing("'filterVerb':'filter'")));
        assertInstanceOf(
                Decision.Bind.class,
                decide(three(), pod("p", 0, 100), failing("'filterVerb':'filter','ignorable':true")));
    }

    @Test
    void aNodeThatIsNamedTwiceIsOne() {
        var extenders = answering("'filterVerb':'filter'", "{'NodeNames':['n3','n3','n3','n3','n3','n3']}");

        assertEquals("n3", nodeOf(decide(three(), pod("p", 0, 100), extenders)));
    }

    @Test
    void scoresCount() {
        var extenders = answering(
                "'prioritizeVerb':'prioritize','weight':3", "[{'Host':'n1','Score':1},{'Host':'n2','Score':10}]");

        assertEquals("n2", nodeOf(decide(three(), pod("p", 0, 100), extenders)));
        assertInstanceOf(
                Decision.Bind.class,
                decide(three(), pod("p", 0, 100), failing("'prioritizeVerb':'prioritize','weight':3")));
    }

    @Test
    void onlyPodsWithItsResourcesConcernOne() {
        var extenders =
                answering("'filterVerb':'f','managedResources':[{'name':'example.com/gpu'}]", "{'NodeNames':['n1']}");

        decide(three(), pod("p", 0, 100), extenders);

        assertEquals(List.of(), asked);
        var init = "{'initContainers':[{'name':'i','resources':{'limits':{'example.com/gpu':'1'}}}]}";
        assertEquals("n1", nodeOf(decide(three(), pod("p", 0, 100, "p", init), extenders)));
        assertEquals(1, asked.size());
    }

    private static Cluster full() {
        return new Cluster()
                .node("n1", 1000, "a")
                .node("n2", 1000, "b")
                .place(pod("low", 1, 1000), "n1")
                .place(pod("lower", 0, 1000), "n2");
    }

    @Test
    void victimsMayBeChosenByOthers() {
        var extenders = answering(
                "'preemptVerb':'preempt'",
                "{'NodeNameToMetaVictims':{'n1':{'Pods':[{'UID':'low'}],'NumPDBViolations':99999999999}}}");

        var decision = assertInstanceOf(Decision.Preempt.class, decide(full(), pod("p", 9, 1000), extenders));

        assertEquals("n1", decision.node());
        assertEquals(
                "lower",
                asked.getFirst()
                        .map("NodeNameToMetaVictims")
                        .map("n2")
                        .list("Pods")
                        .maps()
                        .findFirst()
                        .orElseThrow()
                        .string("UID"));
    }

    @Test
    void whereNobodyAgreesNobodyGoes() {
        var none = answering("'preemptVerb':'preempt'", "{'NodeNameToMetaVictims':{}}");
        var decision = assertInstanceOf(Decision.Unschedulable.class, decide(full(), pod("p", 9, 1000), none));
        assertTrue(decision.message().endsWith("preemption: no candidate node for preemption"), decision.message());

        var empty = answering("'preemptVerb':'preempt'", "{'NodeNameToMetaVictims':{'n1':{'Pods':[]}}}");
        var wrong = assertInstanceOf(Decision.Unschedulable.class, decide(full(), pod("p", 9, 1000), empty));
        assertTrue(wrong.message().endsWith("expected at least one victim pod on node \"n1\""), wrong.message());
    }

    @Test
    void oneMayBindInsteadOfTheScheduler() {
        var binder = answering("'bindVerb':'bind'", "{}");

        assertTrue(binder.bind(pod("p", 0, 100), "n1"));
        assertEquals(json("{'PodName':'p','PodNamespace':'default','PodUID':'p','Node':'n1'}"), asked.getFirst());
        assertFalse(answering("'filterVerb':'f'", "{}").bind(pod("p", 0, 100), "n1"));
        assertFalse(failing("'bindVerb':'bind','ignorable':true").bind(pod("p", 0, 100), "n1"));
        assertThrows(
                SchedulerException.class, () -> failing("'bindVerb':'bind'").bind(pod("p", 0, 100), "n1"));
    }

    @Test
    void readsWhatIsConfigured() {
        var config = config("'filterVerb':'f','bindVerb':'b','httpTimeout':'1500ms','ignorable':true");

        assertEquals(Map.of(Verb.FILTER, "f", Verb.BIND, "b"), config.verbs());
        assertEquals(1500, config.timeout().toMillis());
        assertTrue(config.ignorable());
    }
}
