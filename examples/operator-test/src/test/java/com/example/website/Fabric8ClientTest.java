package com.example.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.testkit.Jibe;
import dev.jibe.testkit.JibeTest;
import dev.jibe.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fabric8's client does with a cluster. */
@JibeTest(nodes = 1)
final class Fabric8ClientTest {

    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void begin(Jibe cluster, TestNamespace namespace) {
        client = Clients.fabric8(cluster);
        this.namespace = namespace.name();
    }

    @AfterEach
    void end() {
        client.close();
    }

    @Test
    void objectsAreCreatedReadChangedAndDeleted() {
        client.resource(settings("a", Map.of("k", "1"))).create();
        client.resource(settings("a", Map.of("k", "2"))).update();
        assertEquals("2", read("a").getData().get("k"));

        client.configMaps().inNamespace(namespace).withName("a").edit(map -> {
            map.getData().put("more", "3");
            return map;
        });
        assertEquals(Map.of("k", "2", "more", "3"), read("a").getData());

        assertEquals(
                1,
                client.configMaps()
                        .inNamespace(namespace)
                        .withName("a")
                        .delete()
                        .size());
        assertNull(read("a"));
    }

    @Test
    void aStaleUpdateIsAConflict() {
        var first = client.resource(settings("a", Map.of("k", "1"))).create();
        client.resource(settings("a", Map.of("k", "2"))).update();
        first.getData().put("k", "3");

        var conflict = assertThrows(
                KubernetesClientException.class,
                () -> client.resource(first).lockResourceVersion().update());

        assertEquals(409, conflict.getCode());
        assertEquals("Conflict", conflict.getStatus().getReason());
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 7; i++) {
            client.resource(new ConfigMapBuilder(settings("page-" + i, Map.of()))
                            .editMetadata()
                            .addToLabels("paged", "yes")
                            .endMetadata()
                            .build())
                    .create();
        }
        var names = new HashSet<String>();
        ConfigMapList page = null;
        do {
            var options = new ListOptionsBuilder()
                    .withLimit(3L)
                    .withLabelSelector("paged")
                    .withContinue(page == null ? null : page.getMetadata().getContinue())
                    .build();
            page = client.configMaps().inNamespace(namespace).list(options);
            assertTrue(page.getItems().size() <= 3);
            page.getItems().forEach(item -> names.add(item.getMetadata().getName()));
        } while (page.getMetadata().getContinue() != null
                && !page.getMetadata().getContinue().isEmpty());
        assertEquals(7, names.size());
    }

    @Test
    void allKindsOfPatchesAreTaken() {
        client.resource(settings("a", Map.of("k", "1", "gone", "x"))).create();
        var resource = client.configMaps().inNamespace(namespace).withName("a");

        resource.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"gone\":null,\"merged\":\"1\"}}");
        resource.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\":{\"strategic\":\"1\"}}");
        resource.patch(PatchContext.of(PatchType.JSON), "[{\"op\":\"add\",\"path\":\"/data/json\",\"value\":\"1\"}]");

        assertEquals(
                Map.of("k", "1", "merged", "1", "strategic", "1", "json", "1"),
                read("a").getData());
    }

    @Test
    void applyTellsWhoseAFieldIs() {
        client.resource(settings("a", Map.of("k", "1"))).fieldManager("one").serverSideApply();
        client.resource(settings("a", Map.of("other", "2"))).fieldManager("two").serverSideApply();
        assertEquals(Map.of("k", "1", "other", "2"), read("a").getData());

        var conflict = assertThrows(
                KubernetesClientException.class,
                () -> client.resource(settings("a", Map.of("k", "3")))
                        .fieldManager("two")
                        .serverSideApply());
        assertEquals(409, conflict.getCode());
        assertTrue(conflict.getMessage().contains("conflict with \"one\": .data.k"), conflict::getMessage);

        client.resource(settings("a", Map.of("k", "3")))
                .fieldManager("two")
                .forceConflicts()
                .serverSideApply();
        assertEquals(Map.of("k", "3"), read("a").getData());
    }

    @Test
    void watchesTellWhatHappened() {
        var seen = new CopyOnWriteArrayList<String>();
        try (var watch =
                client.configMaps().inNamespace(namespace).withLabel("!no").watch(new Seen(seen))) {
            client.resource(settings("w", Map.of("k", "1"))).create();
            client.resource(settings("w", Map.of("k", "2"))).update();
            client.resource(settings("w", Map.of())).delete();

            Clients.await().until(() -> seen.containsAll(List.of("ADDED w", "MODIFIED w", "DELETED w")));
        }
    }

    private record Seen(List<String> events) implements Watcher<ConfigMap> {
        @Override
        public void eventReceived(Action action, ConfigMap object) {
            events.add(action + " " + object.getMetadata().getName());
        }

        @Override
        public void onClose(WatcherException cause) {
            events.add("CLOSED");
        }
    }

    @Test
    void anInformerHasWhatIsThere() {
        client.resource(settings("before", Map.of())).create();
        try (var informer = client.configMaps().inNamespace(namespace).inform()) {
            assertTrue(informer.hasSynced());
            client.resource(settings("after", Map.of())).create();
            client.configMaps().inNamespace(namespace).withName("before").delete();

            Clients.await().until(() -> {
                var names = informer.getStore().list().stream()
                        .map(map -> map.getMetadata().getName())
                        .toList();
                return names.contains("after") && !names.contains("before");
            });
        }
    }

    @Test
    void ownersTakeWhatTheyOwnWithThem() {
        var deployment = Desired.deployment(exampleSite());
        deployment.getMetadata().setOwnerReferences(new ArrayList<>());
        client.resource(deployment).create();
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("site")
                .waitUntilReady(30, java.util.concurrent.TimeUnit.SECONDS);
        assertEquals(2, client.pods().inNamespace(namespace).list().getItems().size());

        client.resource(deployment)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .withTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                .delete();

        assertTrue(client.pods().inNamespace(namespace).list().getItems().isEmpty());
    }

    @Test
    void scalingAndRestartingWorkAsWithKubectl() {
        var deployment = Desired.deployment(exampleSite());
        deployment.getMetadata().setOwnerReferences(new ArrayList<>());
        client.resource(deployment).create();
        var resource = client.apps().deployments().inNamespace(namespace).withName("site");

        resource.scale(3);
        Clients.await().until(() -> Desired.readyReplicas(resource.get()) == 3);
        resource.rolling().restart();
        Clients.await().until(() -> {
            var status = resource.get().getStatus();
            return status.getObservedGeneration() == 3
                    && status.getUpdatedReplicas() != null
                    && status.getUpdatedReplicas() == 3
                    && status.getReplicas() == 3;
        });
        assertEquals(
                2,
                client.apps()
                        .replicaSets()
                        .inNamespace(namespace)
                        .list()
                        .getItems()
                        .size());
    }

    @Test
    void oneLeadsAtATime() throws Exception {
        var leader = new AtomicReference<>("");
        var first = elect("first", leader);
        Clients.await().until(() -> "first".equals(leader.get()));
        var second = elect("second", leader);
        assertEquals("first", leader.get());

        first.cancel(true);

        Clients.await().until(() -> "second".equals(leader.get()));
        second.cancel(true);
    }

    private java.util.concurrent.CompletableFuture<?> elect(String name, AtomicReference<String> leader) {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("example")
                        .withLock(new LeaseLock(namespace, "leader", name))
                        .withLeaseDuration(Duration.ofSeconds(3))
                        .withRenewDeadline(Duration.ofSeconds(2))
                        .withRetryPeriod(Duration.ofMillis(200))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> {}, leader::set))
                        .build())
                .build()
                .start();
    }

    @Test
    void whatIsWrongIsSaidInAStatus() {
        var missing = assertThrows(
                KubernetesClientException.class,
                () -> client.configMaps()
                        .inNamespace(namespace)
                        .withName("none")
                        .edit(map -> map));
        var invalid = assertThrows(
                KubernetesClientException.class,
                () -> client.resource(settings("Not_A_Name", Map.of())).create());

        assertTrue(missing.getCode() == 404 || missing.getMessage().contains("none"), missing::toString);
        assertEquals(422, invalid.getCode());
        assertEquals(
                "metadata.name",
                invalid.getStatus().getDetails().getCauses().getFirst().getField());
    }

    private Website exampleSite() {
        var site = new Website();
        site.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName("site")
                .withNamespace(namespace)
                .build());
        var spec = new WebsiteSpec();
        spec.setImage("web:1");
        spec.setReplicas(2);
        site.setSpec(spec);
        return site;
    }

    private ConfigMap settings(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build();
    }

    private ConfigMap read(String name) {
        return client.configMaps().inNamespace(namespace).withName(name).get();
    }
}
