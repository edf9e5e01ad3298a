package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1alpha3.ResourcePoolStatusRequest;
import dev.jibe.object.api.scheduling.v1alpha2.PodGroup;
import dev.jibe.object.api.scheduling.v1alpha2.Workload;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups of pods in a whole cluster. */
final class GangTest {

    private static final JibeOptions OPTIONS = JibeOptions.DEFAULT
            .withNodes(2)
            .withFeatures(
                    List.of("GenericWorkload=true,GangScheduling=true,WorkloadWithJob=true,DRAResourcePoolStatus=true"),
                    List.of("scheduling.k8s.io/v1alpha2=true", "resource.k8s.io/v1alpha3=true"));

    private static JsonMap yaml(String text) {
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitAccount(Client client) {
        Samples.await()
                .until(() -> client.of(ServiceAccount.KIND)
                        .find("default", "default")
                        .isPresent());
    }

    private static Pod pod(String name) {
        return Pod.KIND.of(yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: default}
                spec:
                  schedulingGroup: {podGroupName: g}
                  containers: [{name: c, image: x}]
                """.formatted(name)));
    }

    private static String state(PodGroup group) {
        return group.tree()
                .map("status")
                .list("conditions")
                .maps()
                .map(it -> it.string("status") + " " + it.string("reason"))
                .reduce("", String::concat);
    }

    @Test
    void podsOfAGangStartTogetherAndKeepTheirGroup() {
        try (var cluster = Jibe.start(OPTIONS)) {
            var client = cluster.client();
            awaitAccount(client);
            client.of(Pod.KIND).create(pod("a"));
            client.of(PodGroup.KIND).create(PodGroup.KIND.of(yaml("""
                    apiVersion: scheduling.k8s.io/v1alpha2
                    kind: PodGroup
                    metadata: {name: g, namespace: default}
                    spec: {schedulingPolicy: {gang: {minCount: 2}}}
                    """)));
            assertFalse(client.of(Pod.KIND).get("default", "a").spec().hasNodeName());
            client.of(Pod.KIND).create(pod("b"));
            Samples.await()
                    .until(() -> Samples.pods(client, "default").stream()
                            .allMatch(pod -> pod.spec().hasNodeName()));
            Samples.await()
                    .until(() ->
                            state(client.of(PodGroup.KIND).get("default", "g")).equals("True Scheduled"));
            client.of(PodGroup.KIND).delete("default", "g", Deletion.DEFAULT);
            assertTrue(client.of(PodGroup.KIND).get("default", "g").isTerminating());
            List.of("a", "b").forEach(name -> client.of(Pod.KIND).delete("default", name, Deletion.DEFAULT));
            Samples.await()
                    .until(() -> client.of(PodGroup.KIND).find("default", "g").isEmpty());
        }
    }

    @Test
    void aJobWhosePodsWorkTogetherHasAGang() {
        try (var cluster = Jibe.start(OPTIONS)) {
            var client = cluster.client();
            awaitAccount(client);
            client.of(Job.KIND).create(Job.KIND.of(yaml("""
                    apiVersion: batch/v1
                    kind: Job
                    metadata: {name: j, namespace: default}
                    spec:
                      parallelism: 2
                      completions: 2
                      completionMode: Indexed
                      template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}
                    """)));
            Samples.await()
                    .until(() -> Samples.pods(client, "default").stream()
                                    .filter(pod -> pod.spec().hasNodeName())
                                    .count()
                            == 2);
            var groups = client.of(PodGroup.KIND).list("default", Selectors.ALL).items();
            assertEquals(1, groups.size());
            assertEquals(
                    1,
                    client.of(Workload.KIND)
                            .list("default", Selectors.ALL)
                            .items()
                            .size());
            for (var pod : Samples.pods(client, "default")) {
                var group = pod.tree().map("spec").map("schedulingGroup").string("podGroupName");
                assertEquals(groups.getFirst().name(), group);
            }
        }
    }

    @Test
    void requestsForTheStatusOfPoolsAreAnswered() {
        try (var cluster = Jibe.start(OPTIONS)) {
            var client = cluster.client();
            client.of(ResourceSlice.KIND).create(ResourceSlice.KIND.of(yaml("""
                    apiVersion: resource.k8s.io/v1
                    kind: ResourceSlice
                    metadata: {name: s}
                    spec:
                      driver: d.example.com
                      allNodes: true
                      pool: {name: p, generation: 1, resourceSliceCount: 1}
                      devices: [{name: a}, {name: b}]
                    """)));
            var requests = client.of(ResourcePoolStatusRequest.KIND);
            // What the controller has not heard of yet it cannot tell: ask until it has.
            var asked = new int[1];
            Samples.await().until(() -> {
                var name = "r" + asked[0]++;
                requests.create(ResourcePoolStatusRequest.KIND.of(yaml("""
                        apiVersion: resource.k8s.io/v1alpha3
                        kind: ResourcePoolStatusRequest
                        metadata: {name: %s}
                        spec: {driver: d.example.com}
                        """.formatted(name))));
                Samples.await().until(() -> requests.get("", name).hasStatus());
                var pools = requests.get("", name).tree().map("status").list("pools");
                return pools.size() == 1 && pools.map(0).number("availableDevices") == 2;
            });
        }
    }
}
