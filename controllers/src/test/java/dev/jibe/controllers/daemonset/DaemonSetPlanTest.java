package dev.jibe.controllers.daemonset;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.daemonset.Action.CreatePod;
import dev.jibe.controllers.daemonset.Action.DeletePod;
import dev.jibe.controllers.daemonset.Action.ReplacePod;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonSetPlanTest {
    private static DaemonSet set(String spec) {
        return Fixtures.object(DaemonSet.KIND, "log", """
                {'spec': {'selector': {'matchLabels': {'app': 'log'}}, 'updateStrategy': {'type': 'OnDelete'},
                 'template': {'metadata': {'labels': {'app': 'log'}}, 'spec': {%s}}}}""".formatted(spec));
    }

    private static DaemonSet rolling(String limits) {
        return Fixtures.object(DaemonSet.KIND, "log", """
                {'spec': {'selector': {'matchLabels': {'app': 'log'}},
                 'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {%s}},
                 'template': {'metadata': {'labels': {'app': 'log'}}, 'spec': {}}}}""".formatted(limits));
    }

    private static Node node(String name, String spec) {
        return Fixtures.object(
                Node.KIND, name, "{'metadata': {'labels': {'disk': 'ssd'}}, 'spec': {%s}}".formatted(spec));
    }

    private static List<Node> nodes(String... names) {
        return Arrays.stream(names).map(name -> node(name, "")).toList();
    }

    private static Pod pod(DaemonSet set, String node, String hash, boolean ready) {
        var pod = DaemonPod.of(set, node, hash);
        var condition = JsonMap.of("type", "Ready", "status", "True", "lastTransitionTime", "2026-05-04T11:00:00Z");
        var status = JsonMap.of("phase", "Running");
        status = ready ? status.with("conditions", JsonList.of(condition)) : status;
        var name = node + "-" + hash;
        return new Pod(pod.tree().with("status", status))
                .withMetadata(pod.metadata().withName(name).withUid(name));
    }

    private static String deeds(DaemonSet set, List<Node> nodes, Pod... pods) {
        var plan = DaemonSetPlan.of(new Observed(set, "new", nodes, List.of(pods), Map.of(), NOW));
        return String.join(
                " ",
                plan.actions().stream()
                        .map(action -> switch (action) {
                            case CreatePod(String node) -> "+" + node;
                            case DeletePod(String name, String uid) -> "-" + name;
                            case ReplacePod replace -> "~" + replace.name();
                            default -> action.toString();
                        })
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    ""                                     | ""                                                              | true  | true
                    'nodeSelector': {'disk': 'ssd'}        | ""                                                              | true  | true
                    'nodeSelector': {'disk': 'hdd'}        | ""                                                              | false | false
                    'nodeName': 'other'                    | ""                                                              | false | false
                    ""                                     | 'taints': [{'key': 'k', 'effect': 'NoSchedule'}]                | false | true
                    ""                                     | 'taints': [{'key': 'k', 'effect': 'NoExecute'}]                 | false | false
                    ""                                     | 'taints': [{'key': 'k', 'effect': 'PreferNoSchedule'}]          | true  | true
                    'tolerations': [{'operator': 'Exists'}] | 'taints': [{'key': 'k', 'effect': 'NoExecute'}]                | true  | true
                    ""                                     | 'taints': [{'key': 'node.kubernetes.io/unreachable', 'effect': 'NoExecute'}] | true | true
                    ""                                     | 'taints': [{'key': 'node.kubernetes.io/network-unavailable', 'effect': 'NoSchedule'}] | false | true
                    'hostNetwork': true                    | 'taints': [{'key': 'node.kubernetes.io/network-unavailable', 'effect': 'NoSchedule'}] | true | true
                    """)
    void whichNodesAreEligible(String spec, String node, boolean start, boolean stay) {
        assertEquals(new Eligibility(start, stay), Eligibility.of(set(spec), node("n", node)));
    }

    @Test
    void onePodOnEachNode() {
        var set = set("");
        assertEquals("+b +c", deeds(set, nodes("a", "b", "c"), pod(set, "a", "old", true)));
        var twice = pod(set, "a", "new", true);
        assertEquals("-a-new", deeds(set, nodes("a"), pod(set, "a", "aaa", true), twice));
    }

    @Test
    void aPodIsMadeForItsNode() {
        var pod = DaemonPod.of(set("'hostNetwork': true"), "a", "new");
        assertEquals("a", DaemonPod.nodeOf(pod));
        assertEquals(7, pod.spec().tolerations().size());
        assertEquals("new", pod.labels().get("controller-revision-hash"));
    }

    @Test
    void whatHasEndedIsReplacedAndWhatFailedOnlyAfterAWhile() {
        var set = set("");
        var failed = pod(set, "a", "new", false);
        failed = failed.withStatus(failed.status().withPhase("Failed"));
        assertEquals("~a-new", deeds(set, nodes("a"), failed));
        var waits = Map.of("a", NOW.plusSeconds(3));
        var plan = DaemonSetPlan.of(new Observed(set, "new", nodes("a"), List.of(failed), waits, NOW));
        assertEquals(List.of(), plan.actions());
        assertEquals(Optional.of(Duration.ofSeconds(3)), plan.recheck());
    }

    @Test
    void theWaitDoubles() {
        var failed = new FailedPods();
        var ends = new ArrayList<Instant>();
        for (int i = 0; i < 3; i++) {
            failed.replaced("s", "n", NOW);
            ends.add(failed.of("s").get("n"));
        }
        assertEquals(List.of(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(4)), ends);
    }

    @Test
    void oldPodsGoAsManyAsMayBeUnavailable() {
        var set = rolling("'maxSurge': 0, 'maxUnavailable': 1");
        var nodes = nodes("a", "b", "c");
        var a = pod(set, "a", "old", true);
        var b = pod(set, "b", "old", true);
        assertEquals("-a-old", deeds(set, nodes, a, b, pod(set, "c", "new", true)));
        assertEquals("", deeds(set, nodes, a, b, pod(set, "c", "new", false)));
        assertEquals("-b-old", deeds(set, nodes, a, pod(set, "b", "old", false), pod(set, "c", "new", false)));
        assertEquals("-b-old", deeds(set, nodes, a, pod(set, "b", "old", false), pod(set, "c", "new", true)));
    }

    @Test
    void newPodsComeFirstWhereTheyMaySurge() {
        var set = rolling("'maxSurge': 1, 'maxUnavailable': 0");
        var nodes = nodes("a", "b");
        var a = pod(set, "a", "old", true);
        var b = pod(set, "b", "old", true);
        assertEquals("+a", deeds(set, nodes, a, b));
        assertEquals("", deeds(set, nodes, a, pod(set, "a", "new", false), b));
        assertEquals("-a-old", deeds(set, nodes, a, pod(set, "a", "new", true), b));
        var closed = List.of(node("a", "'taints': [{'key': 'k', 'effect': 'NoSchedule'}]"), node("b", ""));
        assertEquals("+b", deeds(set, closed, a, pod(set, "b", "old", false)), "nobody else serves");
        assertEquals("-a-old", deeds(set, closed, a, pod(set, "b", "new", true)), "b serves instead");
        assertEquals("+b -a-old", deeds(set, closed, pod(set, "a", "old", false), b), "it does not serve anyway");
    }

    @Test
    void theStatusCountsNodes() {
        var set = set("'nodeSelector': {'disk': 'ssd'}");
        var odd = node("z", "");
        odd = odd.withMetadata(odd.metadata().withoutLabels());
        var nodes = new ArrayList<>(nodes("a", "b"));
        nodes.add(odd);
        var pods = List.of(pod(set, "a", "new", true), pod(set, "z", "old", true));
        var status = DaemonSetPlan.of(new Observed(set, "new", nodes, pods, Map.of(), NOW))
                .status();
        assertEquals(2, status.desiredNumberScheduled());
        assertEquals(1, status.currentNumberScheduled());
        assertEquals(1, status.numberMisscheduled());
        assertEquals(1, status.numberAvailable());
        assertEquals(1, status.numberUnavailable());
        assertEquals(1, status.updatedNumberScheduled());
    }
}
