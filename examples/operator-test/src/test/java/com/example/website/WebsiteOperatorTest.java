package com.example.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.testkit.Jibe;
import dev.jibe.testkit.JibeTest;
import dev.jibe.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What any website operator has to do, in a cluster with real controllers. */
@JibeTest
abstract class WebsiteOperatorTest {

    private final HostNames names = new HostNames();
    private KubernetesClient client;
    private AutoCloseable operator;
    private String namespace;

    /** Starts the operator to be tested. */
    abstract AutoCloseable start(KubernetesClient client, HostNames names);

    @BeforeEach
    void begin(Jibe cluster, TestNamespace namespace) {
        this.namespace = namespace.name();
        client = Clients.fabric8(cluster);
        try (var crd = getClass().getResourceAsStream("/websites.yaml")) {
            client.load(crd).serverSideApply();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("websites.example.com")
                .waitUntilCondition(
                        crd -> crd != null
                                && crd.getStatus() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(c -> c.getType().equals("Established")
                                                && c.getStatus().equals("True")),
                        10,
                        java.util.concurrent.TimeUnit.SECONDS);
        operator = start(client, names);
    }

    @AfterEach
    void end() throws Exception {
        operator.close();
        client.close();
    }

    @Test
    void aWebsiteRunsAndSaysSo() {
        client.resource(site("shop", "shop.example.com", 3)).create();

        Clients.await().until(() -> readyReplicas("shop") == 3);
        assertTrue(names.isClaimed("shop.example.com"));
        assertEquals(
                3,
                client.pods()
                        .inNamespace(namespace)
                        .withLabel("website", "shop")
                        .list()
                        .getItems()
                        .size());
    }

    @Test
    void aChangeIsRolledOut() {
        client.resource(site("blog", "blog.example.com", 2)).create();
        Clients.await().until(() -> readyReplicas("blog") == 2);

        client.resource(site("blog", "blog.example.com", 2)).edit(site -> {
            site.getSpec().setImage("web:2");
            return site;
        });

        Clients.await()
                .until(() ->
                        client.pods().inNamespace(namespace).withLabel("website", "blog").list().getItems().stream()
                                        .allMatch(pod -> pod.getSpec()
                                                .getContainers()
                                                .getFirst()
                                                .getImage()
                                                .equals("web:2"))
                                && readyReplicas("blog") == 2
                                && site("blog").getStatus().getObservedGeneration() == 2);
    }

    @Test
    void whatOthersDoToTheDeploymentIsUndoneAndWhatIsNotOursStays() {
        client.resource(site("docs", "docs.example.com", 1)).create();
        Clients.await().until(() -> readyReplicas("docs") == 1);

        client.apps().deployments().inNamespace(namespace).withName("docs").edit(deployment -> {
            deployment.getSpec().setReplicas(5);
            deployment.getMetadata().getLabels().put("team", "docs");
            return deployment;
        });

        Clients.await().until(() -> deployment("docs").getSpec().getReplicas() == 1 && readyReplicas("docs") == 1);
        assertEquals("docs", deployment("docs").getMetadata().getLabels().get("team"));
        assertTrue(deployment("docs").getMetadata().getManagedFields().stream()
                .anyMatch(entry -> entry.getManager().equals("website-operator")
                        && entry.getOperation().equals("Apply")));
    }

    @Test
    void nothingIsLeftOfADeletedWebsite() {
        client.resource(site("old", "old.example.com", 2)).create();
        Clients.await().until(() -> readyReplicas("old") == 2);

        client.resource(site("old", "old.example.com", 2)).delete();

        Clients.await().until(() -> site("old") == null);
        assertTrue(!names.isClaimed("old.example.com"));
        Clients.await()
                .until(() -> deployment("old") == null
                        && client.pods()
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .isEmpty());
    }

    @Test
    void theServerKeepsWebsitesValid() {
        var wrong = assertThrows(
                KubernetesClientException.class,
                () -> client.resource(site("bad", "Not A Host", 1)).create());
        assertEquals(422, wrong.getCode());
        assertTrue(wrong.getMessage().contains("spec.host in body should match"), wrong::getMessage);

        client.resource(site("moving", "here.example.com", 1)).create();
        Clients.await().until(() -> readyReplicas("moving") == 1);
        var moved = assertThrows(
                KubernetesClientException.class,
                () -> client.resource(site("moving", "here.example.com", 1)).edit(site -> {
                    site.getSpec().setHost("there.example.com");
                    return site;
                }));
        assertTrue(moved.getMessage().contains("a website keeps its host"), moved::getMessage);
    }

    private Website site(String name, String host, int replicas) {
        var site = new Website();
        site.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        var spec = new WebsiteSpec();
        spec.setHost(host);
        spec.setImage("web:1");
        spec.setReplicas(replicas);
        site.setSpec(spec);
        return site;
    }

    private Website site(String name) {
        return client.resources(Website.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }

    private int readyReplicas(String name) {
        var status = site(name).getStatus();
        return status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
    }
}
