package dev.jibe.scheduler.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HintsTest {
    private final Hints hints =
            new Hints(namespace -> JsonMap.EMPTY, template -> Profile.DEFAULT, template -> Set.of());

    /** A node by words: how many cores it has, whether it is labelled, tainted or cordoned. */
    private static Node node(String words) {
        var has = Set.of(words.split(" "));
        var cpu =
                has.stream().filter(word -> word.matches("[0-9]+")).findFirst().orElse("4");
        return Node.KIND.of(Cluster.json(
                "{'metadata':{'name':'n','labels':{%s}},'spec':{'taints':[%s]%s},'status':{'allocatable':{'cpu':'%s','pods':'9'}}}"
                        .formatted(
                                has.contains("labelled") ? "'disk':'ssd'" : "",
                                has.contains("tainted") ? "{'key':'t','effect':'NoSchedule'}" : "",
                                has.contains("cordoned") ? ",'unschedulable':true" : "",
                                cpu)));
    }

    /** Each plugin that rejected the pod, which wants two cores and a label, is asked by itself. */
    @ParameterizedTest
    @CsvSource({
        "NODE_AFFINITY, plain, labelled, true",
        "NODE_AFFINITY, '1', '1 labelled', true",
        "NODE_AFFINITY, plain, labelled tainted, true",
        "NODE_AFFINITY, plain, tainted, false",
        "NODE_AFFINITY, labelled, labelled tainted, false",
        "TAINT_TOLERATION, tainted, plain, true",
        "TAINT_TOLERATION, tainted, tainted labelled, false",
        "NODE_UNSCHEDULABLE, cordoned, tainted, true",
        "NODE_UNSCHEDULABLE, cordoned, cordoned labelled, false",
        "NODE_RESOURCES_FIT, '1', '2', true",
        "NODE_RESOURCES_FIT, '3', '4', true",
        "NODE_RESOURCES_FIT, '4', '3', false",
        "NODE_RESOURCES_FIT, '1', '1 labelled', false",
        "NODE_RESOURCES_FIT NODE_AFFINITY, '1', '1 labelled', true",
        "POD_TOPOLOGY_SPREAD, plain, labelled, true",
        "POD_TOPOLOGY_SPREAD, '1', '2', false",
        "VOLUME_BINDING, '1', '1 labelled', true",
        "VOLUME_BINDING, '1', '2', false"
    })
    void aNodeThatChangesMayHelp(String plugins, String before, String now, boolean expected) {
        var pod = Cluster.pod("p", 0, 2000, "p", "{'nodeSelector':{'disk':'ssd'}}");
        var rejecting = Arrays.stream(plugins.split(" ")).map(Plugin::valueOf).collect(Collectors.toSet());
        assertEquals(expected, hints.mayHelp(new ClusterEvent.NodeUpdated(node(before), node(now)), pod, rejecting));
    }

    @ParameterizedTest
    @CsvSource({
        "NODE_AFFINITY, plain, false",
        "NODE_AFFINITY, '1 labelled', true",
        "NODE_RESOURCES_FIT, '1', false",
        "NODE_RESOURCES_FIT, '2', true",
        "INTER_POD_AFFINITY, '1', true"
    })
    void aNodeThatComesMayHelp(String plugin, String node, boolean expected) {
        var pod = Cluster.pod("p", 0, 2000, "p", "{'nodeSelector':{'disk':'ssd'}}");
        assertEquals(
                expected, hints.mayHelp(new ClusterEvent.NodeAdded(node(node)), pod, Set.of(Plugin.valueOf(plugin))));
    }
}
