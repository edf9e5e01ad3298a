package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.api.apps.v1.DaemonSet;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.networking.v1.ServiceCIDR;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimTemplate;
import dev.jibe.object.api.storage.v1.StorageClass;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.ReplicationController;
import dev.jibe.object.api.v1.ResourceQuota;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.Service;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateRequest;
import dev.jibe.wire.tls.Subject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Each controller once in a whole cluster: that it hears of what it should, and may do what it does. */
@JibeTest
final class ControllersTest {
    private static final String TEMPLATE = """
              selector: {matchLabels: {app: a}}
              template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: "i:1"}]}}
            """;

    @Test
    void aReplicationController(Client client, TestNamespace namespace) {
        new Yamls(client, namespace.name()).create(ReplicationController.KIND, "a", """
                spec:
                  replicas: 2
                  selector: {app: a}
                  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i}]}}
                """);
        Samples.awaitReady(client, namespace.name(), 2);
    }

    @Test
    void aClaimGetsAVolumeThatGoesWithIt(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(StorageClass.KIND, "now", """
                provisioner: jibe.dev/local-path
                volumeBindingMode: Immediate
                """);
        yamls.create(PersistentVolumeClaim.KIND, "a", """
                spec: {storageClassName: now, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        yamls.await(PersistentVolumeClaim.KIND, "a", it -> it.status().phase().equals("Bound"));
        var volume = yamls.get(PersistentVolumeClaim.KIND, "a").spec().volumeName();
        client.of(PersistentVolumeClaim.KIND).delete(namespace.name(), "a", Deletion.DEFAULT);
        yamls.awaitGone(PersistentVolume.KIND, volume);
    }

    @Test
    void aDaemonSetIsOnEveryNodeAndRollsOverThem(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(DaemonSet.KIND, "a", "spec:\n" + TEMPLATE);
        yamls.await(DaemonSet.KIND, "a", it -> it.status().numberAvailable() == 3);
        var nodes = Samples.pods(client, namespace.name()).stream()
                .map(pod -> pod.spec().nodeName())
                .collect(Collectors.toSet());
        assertEquals(3, nodes.size());

        yamls.change(DaemonSet.KIND, "a", "spec: {template: {spec: {containers: [{name: c, image: 'i:2'}]}}}");
        yamls.await(
                DaemonSet.KIND,
                "a",
                it -> it.status().observedGeneration() == 2
                        && it.status().updatedNumberScheduled() == 3
                        && it.status().numberAvailable() == 3);
        assertEquals(
                2,
                client.of(ControllerRevision.KIND)
                        .list(namespace.name(), Selectors.ALL)
                        .items()
                        .size());
    }

    @Test
    void aStatefulSetHasItsPodsInOrderAndUpdatesThem(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(StatefulSet.KIND, "a", "spec:\n  replicas: 3\n" + TEMPLATE);
        yamls.await(StatefulSet.KIND, "a", it -> it.status().availableReplicas() == 3);

        yamls.change(StatefulSet.KIND, "a", "spec: {template: {spec: {containers: [{name: c, image: 'i:2'}]}}}");
        yamls.await(
                StatefulSet.KIND,
                "a",
                it -> it.status().currentRevision().equals(it.status().updateRevision())
                        && it.status().observedGeneration() == 2
                        && it.status().updatedReplicas() == 3);
        yamls.change(StatefulSet.KIND, "a", "spec: {replicas: 1}");
        Samples.awaitReady(client, namespace.name(), 1);
        assertEquals("a-0", Samples.pods(client, namespace.name()).getFirst().name());
    }

    @Test
    void aJobEndsAndGoesAfterItsTime(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var spec = """
                spec:
                  completions: 3
                  parallelism: 3
                  completionMode: Indexed
                  ttlSecondsAfterFinished: %d
                  template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
                """;
        yamls.create(Job.KIND, "kept", spec.formatted(1000));
        yamls.create(Job.KIND, "brief", spec.formatted(0));
        yamls.await(
                Job.KIND,
                "kept",
                it -> it.status().conditions().stream()
                        .anyMatch(condition -> condition.type().equals("Complete")));
        assertEquals("0-2", yamls.get(Job.KIND, "kept").status().completedIndexes());
        yamls.awaitGone(Job.KIND, "brief");
    }

    @Test
    void aBudgetAllowsOneEvictionAndThenNone(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(StatefulSet.KIND, "a", "spec:\n  replicas: 2\n  podManagementPolicy: Parallel\n" + TEMPLATE);
        yamls.create(PodDisruptionBudget.KIND, "a", "spec: {maxUnavailable: 0, selector: {matchLabels: {app: a}}}");
        Samples.awaitReady(client, namespace.name(), 2);
        yamls.await(PodDisruptionBudget.KIND, "a", it -> it.status().currentHealthy() == 2);
        var eviction = JsonMap.of("apiVersion", "policy/v1", "kind", "Eviction", "metadata", JsonMap.of("name", "a-1"));
        var refused = Assertions.assertThrows(
                ApiFailure.class, () -> client.of(Pod.KIND).post(namespace.name(), "a-1", "eviction", eviction));
        assertEquals(429, refused.code());
        yamls.change(PodDisruptionBudget.KIND, "a", "spec: {maxUnavailable: 1}");
        yamls.await(PodDisruptionBudget.KIND, "a", it -> it.status().disruptionsAllowed() == 1);
        client.of(Pod.KIND).post(namespace.name(), "a-1", "eviction", eviction);
    }

    @Test
    void aQuotaIsCountedAgainWhenObjectsGo(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(ResourceQuota.KIND, "q", "spec: {hard: {secrets: 10}}");
        yamls.await(ResourceQuota.KIND, "q", it -> "0".equals(used(it)));
        yamls.create(Secret.KIND, "s", "type: Opaque");
        yamls.await(ResourceQuota.KIND, "q", it -> "1".equals(used(it)));
        client.of(Secret.KIND).delete(namespace.name(), "s", Deletion.DEFAULT);
        yamls.await(ResourceQuota.KIND, "q", it -> "0".equals(used(it)));
    }

    private static String used(ResourceQuota quota) {
        return quota.status().tree().map("used").string("secrets");
    }

    @Test
    void aClaimGetsAVolumeAndIsKeptWhileAPodUsesIt(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var volume = "v-" + namespace.name();
        yamls.create(PersistentVolume.KIND, volume, """
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: %s
                  hostPath: {path: /none}
                """.formatted(volume));
        yamls.create(PersistentVolumeClaim.KIND, "c", """
                spec: {accessModes: [ReadWriteOnce], storageClassName: %s, resources: {requests: {storage: 1Gi}}}
                """.formatted(volume));
        yamls.await(PersistentVolumeClaim.KIND, "c", it -> it.status().phase().equals("Bound"));
        yamls.create(Pod.KIND, "p", """
                spec:
                  nodeName: node-0
                  containers: [{name: c, image: i}]
                  volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]
                """);
        Samples.awaitReady(client, namespace.name(), 1);
        client.of(PersistentVolumeClaim.KIND).delete(namespace.name(), "c", Deletion.DEFAULT);
        assertTrue(yamls.get(PersistentVolumeClaim.KIND, "c").isTerminating());
        client.of(Pod.KIND).delete(namespace.name(), "p", Deletion.DEFAULT);
        yamls.awaitGone(PersistentVolumeClaim.KIND, "c");
        yamls.await(PersistentVolume.KIND, volume, it -> it.status().phase().equals("Released"));
    }

    @Test
    void aPodGetsTheClaimsItHasTemplatesFor(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(ResourceClaimTemplate.KIND, "t", """
                spec: {spec: {devices: {requests: [{name: r, exactly: {deviceClassName: d.example.com}}]}}}
                """);
        yamls.create(Pod.KIND, "p", """
                spec:
                  resourceClaims: [{name: device, resourceClaimTemplateName: t}]
                  containers: [{name: c, image: i}]
                  volumes:
                  - name: own
                    ephemeral:
                      volumeClaimTemplate:
                        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        yamls.await(
                PersistentVolumeClaim.KIND,
                "p-own",
                it -> it.metadata().ownerReferences().size() == 1);
        yamls.await(Pod.KIND, "p", it -> it.status().resourceClaimStatuses().size() == 1);
        var name = yamls.get(Pod.KIND, "p")
                .status()
                .resourceClaimStatuses()
                .getFirst()
                .resourceClaimName();
        assertEquals(
                "device",
                yamls.get(ResourceClaim.KIND, name).annotations().get("resource.kubernetes.io/pod-claim-name"));
    }

    @Test
    void endpointsAreMirrored(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(Service.KIND, "db", "spec: {ports: [{port: 80}]}");
        yamls.create(Endpoints.KIND, "db", "subsets: [{addresses: [{ip: 10.9.8.7}], ports: [{port: 80}]}]");
        var selected = new Selectors("kubernetes.io/service-name=db", "");
        Samples.await()
                .until(() -> client.of(EndpointSlice.KIND)
                                .list(namespace.name(), selected)
                                .items()
                                .size()
                        == 1);
    }

    @Test
    void aSecretGetsTheTokenOfItsAccount(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(Secret.KIND, "t", """
                metadata: {annotations: {kubernetes.io/service-account.name: default}}
                type: kubernetes.io/service-account-token
                """);
        yamls.await(Secret.KIND, "t", it -> it.tree().map("data").has("token"));
    }

    @Test
    void anApprovedRequestIsSigned(Client client, TestNamespace namespace) throws Exception {
        var yamls = new Yamls(client, namespace.name());
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var pem = CertificateRequest.create(generator.generateKeyPair(), Subject.of("ada"), AltNames.NONE);
        yamls.create(CertificateSigningRequest.KIND, "ada", """
                spec:
                  signerName: kubernetes.io/kube-apiserver-client
                  usages: [client auth]
                  request: %s
                """.formatted(
                        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))));
        var request = yamls.get(CertificateSigningRequest.KIND, "ada");
        var condition = JsonMap.of("type", "Approved", "status", "True", "reason", "Test", "message", "");
        var approved = request.tree().withAt(JsonList.of(condition), "status", "conditions");
        client.of(CertificateSigningRequest.KIND).put("", "ada", "approval", approved);
        yamls.await(CertificateSigningRequest.KIND, "ada", it -> it.status().hasCertificate());
    }

    @Test
    void anAutoscalerBringsItsTargetIntoBounds(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        yamls.create(StatefulSet.KIND, "a", "spec:\n  replicas: 1\n  podManagementPolicy: Parallel\n" + TEMPLATE);
        yamls.create(HorizontalPodAutoscaler.KIND, "a", """
                spec: {minReplicas: 3, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: a}}
                """);
        Samples.awaitReady(client, namespace.name(), 3);
    }

    @Test
    void theRangeOfServicesIsAnObject(Client client, TestNamespace namespace) {
        new Yamls(client, namespace.name())
                .await(
                        ServiceCIDR.KIND,
                        "kubernetes",
                        it -> it.status().conditions().stream()
                                .collect(Collectors.toMap(c -> c.type(), c -> c.status()))
                                .equals(Map.of("Ready", "True")));
    }
}
