package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.scheduling.v1.PriorityClass;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.Event;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the scheduler does with pods of a whole cluster, seen from outside. */
@JibeTest
final class SchedulerTest {

    private static <T extends ApiObject> T create(Client client, Kind<T> kind, String yaml) {
        return client.of(kind).create(kind.of((JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8))));
    }

    private static void pod(Client client, String namespace, String name, String spec) {
        create(client, Pod.KIND, """
                metadata: {name: %s, namespace: %s, labels: {app: %s}}
                spec: {containers: [{name: main, image: "web:1"}], %s}
                """.formatted(name, namespace, name.replaceAll("\\d", ""), spec));
    }

    private static String node(Client client, String namespace, String name) {
        return client.of(Pod.KIND).get(namespace, name).spec().nodeName();
    }

    private static void awaitPlaced(Client client, String namespace, String name) {
        Samples.await().until(() -> !node(client, namespace, name).isEmpty());
    }

    private static void awaitRefused(Client client, String namespace, String name, String reason) {
        Samples.await()
                .until(() -> client.of(Pod.KIND).get(namespace, name).status().conditions().stream()
                        .anyMatch(c ->
                                c.type().equals("PodScheduled") && c.message().contains(reason)));
    }

    @Test
    void aGatedPodWaitsForItsGates(Client client, TestNamespace namespace) {
        pod(client, namespace.name(), "gated", "schedulingGates: [{name: example.com/wait}]");
        pod(client, namespace.name(), "after", "restartPolicy: Always");
        awaitPlaced(client, namespace.name(), "after");
        assertEquals("", node(client, namespace.name(), "gated"));
        client.of(Pod.KIND)
                .patch(
                        namespace.name(),
                        "gated",
                        new Patch.Json(JsonList.of(JsonMap.of("op", "remove", "path", "/spec/schedulingGates"))));
        awaitPlaced(client, namespace.name(), "gated");
    }

    @Test
    void aPodThatFitsNowhereSaysSoAndGoesWhenANodeChanges(Client client, TestNamespace namespace) {
        pod(client, namespace.name(), "picky", "nodeSelector: {example.com/picky: \"yes\"}");
        var reason = "3 node(s) didn't match Pod's node affinity/selector";
        awaitRefused(client, namespace.name(), "picky", reason);
        Samples.await()
                .until(() -> client.of(Event.KIND).list(namespace.name(), Selectors.ALL).items().stream()
                        .anyMatch(event -> event.reason().equals("FailedScheduling")
                                && event.message().contains(reason)));
        var label = JsonMap.of("metadata", JsonMap.of("labels", JsonMap.of("example.com/picky", "yes")));
        client.of(Node.KIND).patch("", "node-1", new Patch.Merge(label));
        awaitPlaced(client, namespace.name(), "picky");
        assertEquals("node-1", node(client, namespace.name(), "picky"));
    }

    @Test
    void podsThatAvoidEachOtherWaitForAPlace(Client client, TestNamespace namespace) {
        var apart = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: ["
                + "{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: shy}}}]}}";
        for (int i = 0; i < 4; i++) {
            pod(client, namespace.name(), "shy" + i, apart);
        }
        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).stream()
                                .filter(pod -> !pod.spec().nodeName().isEmpty())
                                .map(pod -> pod.spec().nodeName())
                                .distinct()
                                .count()
                        == 3);
        var placed = Samples.pods(client, namespace.name()).stream()
                .filter(pod -> !pod.spec().nodeName().isEmpty())
                .findFirst()
                .orElseThrow();
        client.of(Pod.KIND).delete(namespace.name(), placed.name(), Deletion.ofUid(placed.uid()));
        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).stream()
                        .noneMatch(pod -> pod.spec().nodeName().isEmpty()));
    }

    @Test
    void aMoreImportantPodTakesTheRoom(Client client, TestNamespace namespace) {
        create(client, PriorityClass.KIND, "{metadata: {name: %s}, value: 1000}".formatted(namespace.name()));
        var label = JsonMap.of(
                "status",
                JsonMap.of(
                        "capacity",
                        JsonMap.of("example.com/seat", "1"),
                        "allocatable",
                        JsonMap.of("example.com/seat", "1")));
        client.of(Node.KIND).patchStatus("", "node-2", new Patch.Merge(label));
        var seat = "resources: {requests: {example.com/seat: \"1\"}, limits: {example.com/seat: \"1\"}}";
        create(
                client,
                Pod.KIND,
                "{metadata: {name: low, namespace: %s}, spec: {containers: [{name: main, image: a, %s}]}}"
                        .formatted(namespace.name(), seat));
        awaitPlaced(client, namespace.name(), "low");
        create(client, Pod.KIND, """
                metadata: {name: high, namespace: %1$s}
                spec: {priorityClassName: %1$s, containers: [{name: main, image: a, %2$s}]}
                """.formatted(namespace.name(), seat));
        awaitPlaced(client, namespace.name(), "high");
        assertTrue(client.of(Pod.KIND).find(namespace.name(), "low").isEmpty());
    }

    @Test
    void aClaimThatWaitsGetsAVolumeWhereThePodCanBe(Client client, TestNamespace namespace) {
        create(client, StorageClass.KIND, """
                metadata: {name: %s}
                provisioner: kubernetes.io/no-provisioner
                volumeBindingMode: WaitForFirstConsumer
                """.formatted(namespace.name()));
        create(client, PersistentVolume.KIND, """
                metadata: {name: %1$s}
                spec:
                  storageClassName: %1$s
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  local: {path: /data}
                  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [
                    {key: kubernetes.io/hostname, operator: In, values: [node-1]}]}]}}
                """.formatted(namespace.name()));
        create(client, PersistentVolumeClaim.KIND, """
                metadata: {name: data, namespace: %1$s}
                spec:
                  storageClassName: %1$s
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 500Mi}}
                """.formatted(namespace.name()));
        var volume = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]";
        pod(client, namespace.name(), "first", volume);
        awaitPlaced(client, namespace.name(), "first");
        assertEquals("node-1", node(client, namespace.name(), "first"));
        var claim = client.of(PersistentVolumeClaim.KIND).get(namespace.name(), "data");
        assertEquals(namespace.name(), claim.spec().volumeName());
        pod(client, namespace.name(), "second", volume);
        awaitPlaced(client, namespace.name(), "second");
        assertEquals("node-1", node(client, namespace.name(), "second"));
    }
}
