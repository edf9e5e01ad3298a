package com.example.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.reflect.TypeToken;
import dev.jibe.testkit.Jibe;
import dev.jibe.testkit.JibeTest;
import dev.jibe.testkit.TestNamespace;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Yaml;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the official Java client does with a cluster. */
@JibeTest(nodes = 1)
final class OfficialClientTest {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:1"}]}
            """;

    private ApiClient client;
    private CoreV1Api core;
    private String namespace;

    @BeforeEach
    void begin(Jibe cluster, TestNamespace namespace) {
        client = Clients.official(cluster);
        core = new CoreV1Api(client);
        this.namespace = namespace.name();
    }

    @Test
    void objectsAreCreatedReadChangedAndDeleted() throws ApiException {
        var created = core.createNamespacedConfigMap(namespace, settings("a", Map.of("k", "1")))
                .execute();
        core.replaceNamespacedConfigMap("a", namespace, created.data(Map.of("k", "2")))
                .execute();
        assertEquals(
                Map.of("k", "2"),
                core.readNamespacedConfigMap("a", namespace).execute().getData());

        core.deleteNamespacedConfigMap("a", namespace).execute();
        var gone = assertThrows(
                ApiException.class,
                () -> core.readNamespacedConfigMap("a", namespace).execute());
        assertEquals(404, gone.getCode());
        assertTrue(gone.getResponseBody().contains("configmaps \\\"a\\\" not found"), gone::getResponseBody);
    }

    @Test
    void listsComeInPages() throws ApiException {
        for (int i = 0; i < 7; i++) {
            core.createNamespacedConfigMap(namespace, settings("page-" + i, Map.of()))
                    .execute();
        }
        var names = new HashSet<String>();
        String next = null;
        do {
            var page = core.listNamespacedConfigMap(namespace)
                    .limit(3)
                    .fieldSelector("metadata.name!=kube-root-ca.crt")
                    ._continue(next)
                    .execute();
            page.getItems().forEach(item -> names.add(item.getMetadata().getName()));
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        assertEquals(7, names.size());
    }

    @Test
    void allKindsOfPatchesAreTaken() throws ApiException {
        core.createNamespacedConfigMap(namespace, settings("a", Map.of("k", "1", "gone", "x")))
                .execute();
        patch("{\"data\":{\"gone\":null,\"merged\":\"1\"}}", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH);
        patch("{\"data\":{\"strategic\":\"1\"}}", V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH);
        patch("[{\"op\":\"add\",\"path\":\"/data/json\",\"value\":\"1\"}]", V1Patch.PATCH_FORMAT_JSON_PATCH);

        assertEquals(
                Map.of("k", "1", "merged", "1", "strategic", "1", "json", "1"),
                core.readNamespacedConfigMap("a", namespace).execute().getData());
    }

    private void patch(String body, String format) throws ApiException {
        PatchUtils.patch(
                V1ConfigMap.class,
                () -> core.patchNamespacedConfigMap("a", namespace, new V1Patch(body))
                        .buildCall(null),
                format,
                client);
    }

    @Test
    void applyCreatesAndTheDeploymentRuns() throws ApiException {
        var apps = new AppsV1Api(client);
        PatchUtils.patch(
                V1Deployment.class,
                () -> apps.patchNamespacedDeployment("web", namespace, new V1Patch(DEPLOYMENT))
                        .fieldManager("example")
                        .force(true)
                        .buildCall(null),
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                client);

        Clients.await()
                .ignoreExceptions()
                .until(() -> apps.readNamespacedDeployment("web", namespace)
                                .execute()
                                .getStatus()
                                .getReadyReplicas()
                        == 2);
        var pods = core.listNamespacedPod(namespace).labelSelector("app=web").execute();
        assertEquals(2, pods.getItems().size());
        assertTrue(Yaml.dump(pods.getItems().getFirst()).contains("nodeName: node-0"));
    }

    @Test
    void watchesTellWhatHappened() throws Exception {
        var version =
                core.listNamespacedConfigMap(namespace).execute().getMetadata().getResourceVersion();
        core.createNamespacedConfigMap(namespace, settings("w", Map.of("k", "1")))
                .execute();
        core.deleteNamespacedConfigMap("w", namespace).execute();
        var seen = new ArrayList<String>();
        try (Watch<V1ConfigMap> watch = Watch.createWatch(
                client,
                core.listNamespacedConfigMap(namespace)
                        .resourceVersion(version)
                        .fieldSelector("metadata.name=w")
                        .timeoutSeconds(1)
                        .watch(true)
                        .buildCall(null),
                new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
            watch.forEach(event ->
                    seen.add(event.type + " " + event.object.getMetadata().getName()));
        }
        assertEquals(List.of("ADDED w", "DELETED w"), seen);
    }

    @Test
    void anInformerHasWhatIsThere() throws ApiException {
        var api = new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
        core.createNamespacedConfigMap(namespace, settings("before", Map.of())).execute();
        var factory = new SharedInformerFactory(client);
        try {
            var informer = factory.sharedIndexInformerFor(api, V1ConfigMap.class, 0, namespace);
            factory.startAllRegisteredInformers();
            Clients.await().until(informer::hasSynced);
            core.createNamespacedConfigMap(namespace, settings("after", Map.of()))
                    .execute();
            core.deleteNamespacedConfigMap("before", namespace).execute();

            Clients.await().until(() -> {
                var keys = informer.getIndexer().listKeys();
                return keys.contains(namespace + "/after") && !keys.contains(namespace + "/before");
            });
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    @Test
    void oneLeadsAtATime() {
        var leader = new AtomicReference<>("");
        try (var first = elector("first")) {
            Thread.ofVirtual().start(() -> first.run(() -> leader.set("first"), () -> {}));
            Clients.await().until(() -> leader.get().equals("first"));
        }
        try (var second = elector("second")) {
            Thread.ofVirtual().start(() -> second.run(() -> leader.set("second"), () -> {}));
            Clients.await().until(() -> leader.get().equals("second"));
        }
    }

    private LeaderElector elector(String name) {
        return new LeaderElector(new LeaderElectionConfig(
                new LeaseLock(namespace, "leader", name, client),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofMillis(200)));
    }

    @Test
    void whatIsWrongIsSaidInAStatus() {
        var invalid = assertThrows(
                ApiException.class,
                () -> core.createNamespacedConfigMap(namespace, settings("Not_A_Name", Map.of()))
                        .execute());
        assertEquals(422, invalid.getCode());
        var status = client.getJSON()
                .<io.kubernetes.client.openapi.models.V1Status>deserialize(
                        invalid.getResponseBody(), io.kubernetes.client.openapi.models.V1Status.class);
        assertEquals("Invalid", status.getReason());
        assertEquals("metadata.name", status.getDetails().getCauses().getFirst().getField());
    }

    private static V1ConfigMap settings(String name, Map<String, String> data) {
        return new V1ConfigMap().metadata(new V1ObjectMeta().name(name)).data(data);
    }
}
