package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What controllers, scheduler and nodes make of the objects a user writes. */
@JibeTest
final class WorkloadTest {

    @Test
    void aDeploymentGetsReadyPodsOnTheNodes(Client client, TestNamespace namespace) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 3, "web:1"));

        Samples.awaitReady(client, namespace.name(), 3);

        var nodes = client.of(Node.KIND).list("", Selectors.ALL).items().stream()
                .map(Node::name)
                .collect(Collectors.toSet());
        assertEquals(3, nodes.size());
        for (var pod : Samples.pods(client, namespace.name())) {
            assertTrue(nodes.contains(pod.spec().nodeName()), pod.spec().nodeName());
        }
        Samples.await()
                .until(() -> client.of(Deployment.KIND)
                                .get(namespace.name(), "web")
                                .status()
                                .readyReplicas()
                        == 3);
    }

    @Test
    void aNewImageReplacesAllPods(Client client, TestNamespace namespace) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 3, "web:1"));
        Samples.awaitReady(client, namespace.name(), 3);

        var wanted =
                Samples.deployment(namespace.name(), "web", 3, "web:2").spec().tree();
        client.of(Deployment.KIND).patch(namespace.name(), "web", new Patch.Merge(JsonMap.of("spec", wanted)));

        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).stream()
                                .allMatch(pod -> pod.spec()
                                        .containers()
                                        .getFirst()
                                        .image()
                                        .equals("web:2"))
                        && Samples.ready(client, namespace.name()) == 3);
        assertEquals(
                2,
                client.of(ReplicaSet.KIND)
                        .list(namespace.name(), Selectors.ALL)
                        .items()
                        .size());
    }

    @Test
    void scalingAddsAndRemovesPods(Client client, TestNamespace namespace) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 1, "web:1"));
        Samples.awaitReady(client, namespace.name(), 1);

        scale(client, namespace, 5);
        Samples.awaitReady(client, namespace.name(), 5);

        scale(client, namespace, 2);
        Samples.awaitReady(client, namespace.name(), 2);
    }

    private static void scale(Client client, TestNamespace namespace, long replicas) {
        client.of(Deployment.KIND)
                .patch(namespace.name(), "web", new Patch.Merge(JsonMap.of("spec", JsonMap.of("replicas", replicas))));
    }

    @Test
    void deletingADeploymentCollectsWhatItOwned(Client client, TestNamespace namespace) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 3, "web:1"));
        Samples.awaitReady(client, namespace.name(), 3);

        client.of(Deployment.KIND).delete(namespace.name(), "web", Deletion.DEFAULT);

        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).isEmpty()
                        && client.of(ReplicaSet.KIND)
                                .list(namespace.name(), Selectors.ALL)
                                .items()
                                .isEmpty());
    }

    @Test
    void deletingANamespaceRemovesAllInIt(Client client, TestNamespace namespace) {
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 2, "web:1"));
        client.of(ConfigMap.KIND).create(ConfigMap.KIND.create(namespace.name(), "settings"));
        Samples.awaitReady(client, namespace.name(), 2);

        client.of(Namespace.KIND).delete("", namespace.name(), Deletion.DEFAULT);

        Samples.await()
                .until(() ->
                        client.of(Namespace.KIND).find("", namespace.name()).isEmpty());
        assertTrue(Samples.pods(client, namespace.name()).isEmpty());
        assertTrue(client.of(ConfigMap.KIND)
                .list(namespace.name(), Selectors.ALL)
                .items()
                .isEmpty());
    }

    @Test
    void aServiceLeadsToItsReadyPods(Client client, TestNamespace namespace) {
        client.of(Service.KIND).create(Samples.service(namespace.name(), "web"));
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 2, "web:1"));
        Samples.awaitReady(client, namespace.name(), 2);

        var addresses = Samples.pods(client, namespace.name()).stream()
                .map(pod -> pod.status().podIP())
                .collect(Collectors.toSet());
        Samples.await().until(() -> endpoints(client, namespace).equals(addresses));
        assertTrue(!client.of(Service.KIND)
                .get(namespace.name(), "web")
                .spec()
                .clusterIP()
                .isEmpty());
    }

    private static java.util.Set<String> endpoints(Client client, TestNamespace namespace) {
        return client.of(EndpointSlice.KIND).list(namespace.name(), Selectors.ALL).items().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .flatMap(endpoint -> endpoint.addresses().stream())
                .collect(Collectors.toSet());
    }

    @Test
    void anObjectWithAFinalizerWaitsForItsRemoval(Client client, TestNamespace namespace) {
        var settings = ConfigMap.KIND.create(namespace.name(), "settings");
        client.of(ConfigMap.KIND)
                .create(settings.withMetadata(
                        settings.metadata().withFinalizers(java.util.List.of("example.com/keep"))));

        client.of(ConfigMap.KIND).delete(namespace.name(), "settings", Deletion.DEFAULT);
        assertTrue(client.of(ConfigMap.KIND).get(namespace.name(), "settings").isTerminating());

        client.of(ConfigMap.KIND)
                .patch(
                        namespace.name(),
                        "settings",
                        new Patch.Merge(JsonMap.of("metadata", JsonMap.of("finalizers", dev.jibe.object.Null.NULL))));
        assertTrue(client.of(ConfigMap.KIND).find(namespace.name(), "settings").isEmpty());
    }

    @Test
    void anOutdatedUpdateIsAConflict(Client client, TestNamespace namespace) {
        var first = client.of(ConfigMap.KIND).create(ConfigMap.KIND.create(namespace.name(), "settings"));
        client.of(ConfigMap.KIND).update(first.withImmutable(false));

        var failure = org.junit.jupiter.api.Assertions.assertThrows(
                dev.jibe.client.ApiFailure.class,
                () -> client.of(ConfigMap.KIND).update(first.withImmutable(true)));
        assertTrue(failure.isConflict());
    }

    @Test
    void aPodThatNoNodeFitsStaysPending(Client client, TestNamespace namespace) {
        var pod = Pod.KIND.of(JsonMap.of(
                "metadata", JsonMap.of("name", "lost", "namespace", namespace.name()),
                "spec",
                        JsonMap.of(
                                "nodeSelector", JsonMap.of("planet", "mars"),
                                "containers",
                                        dev.jibe.object.JsonList.of(JsonMap.of("name", "main", "image", "web:1")))));
        client.of(Pod.KIND).create(pod);

        Samples.await()
                .until(() -> client.of(Pod.KIND).get(namespace.name(), "lost").status().conditions().stream()
                        .anyMatch(c ->
                                c.type().equals("PodScheduled") && c.reason().equals("Unschedulable")));
        assertTrue(client.of(Pod.KIND)
                .get(namespace.name(), "lost")
                .spec()
                .nodeName()
                .isEmpty());
    }
}
