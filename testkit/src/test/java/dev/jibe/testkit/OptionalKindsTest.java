package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apiserverinternal.v1alpha1.StorageVersion;
import dev.jibe.object.api.certificates.v1beta1.PodCertificateRequest;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.coordination.v1beta1.LeaseCandidate;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateRequest;
import dev.jibe.wire.tls.Keys;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kinds that are there only where their features are on. */
final class OptionalKindsTest {

    private static final String SYSTEM = "kube-system";
    private static final Duration STEP = Duration.ofMinutes(5);

    private static JibeOptions options(String gate, String version) {
        return JibeOptions.DEFAULT.withNodes(2).withFeatures(List.of(gate + "=true"), List.of(version + "=true"));
    }

    private static JsonMap spec(Client client, Pod pod, String node) throws WireException {
        var pair = Keys.generate(new SecureRandom());
        var stub = Pem.blocks(CertificateRequest.create(pair, Subject.of(""), AltNames.NONE))
                .getFirst();
        var account = client.of(ServiceAccount.KIND).get("default", "default");
        return JsonMap.of("signerName", "example.com/s", "podName", pod.name(), "podUID", pod.uid())
                .with("serviceAccountName", account.name())
                .with("serviceAccountUID", account.uid())
                .with("nodeName", node)
                .with("nodeUID", client.of(Node.KIND).get("", node).uid())
                .with("stubPKCS10Request", Base64.getEncoder().encodeToString(stub.content()));
    }

    private static PodCertificateRequest request(String name, JsonMap spec) {
        return PodCertificateRequest.KIND.of(
                PodCertificateRequest.KIND.create("default", name).tree().with("spec", spec));
    }

    @Test
    void nodesAskForCertificatesOfTheirPodsAlone() throws WireException {
        var clock = new VirtualClock();
        var options =
                options("PodCertificateRequest", "certificates.k8s.io/v1beta1").withClock(clock);
        try (var cluster = Jibe.start(options)) {
            var client = cluster.client();
            Samples.await().until(() -> {
                clock.advance(Duration.ofSeconds(1));
                return client.of(ServiceAccount.KIND).find("default", "default").isPresent()
                        && client.of(Node.KIND).find("", "node-0").isPresent();
            });
            var pod = client.of(Pod.KIND)
                    .create(Pod.KIND.of(Pod.KIND
                            .create("default", "p")
                            .tree()
                            .with(
                                    "spec",
                                    JsonMap.of(
                                            "nodeName",
                                            "node-0",
                                            "containers",
                                            JsonList.of(JsonMap.of("name", "c", "image", "x"))))));
            var node = cluster.clientOf("system:node:node-0", "system:nodes").of(PodCertificateRequest.KIND);
            var spec = spec(client, pod, "node-0");
            var made = node.create(request("r", spec));
            var other =
                    assertThrows(ApiFailure.class, () -> node.create(request("q", spec.with("nodeName", "node-1"))));
            assertTrue(
                    String.valueOf(other.getMessage()).contains("which is not the requesting node \"node-0\""),
                    other.getMessage());
            var unknown = assertThrows(ApiFailure.class, () -> node.create(request("q", spec.with("podUID", "x"))));
            assertEquals(500, unknown.code());
            assertEquals(
                    1,
                    node.list("", Selectors.fields("spec.nodeName=node-0"))
                            .items()
                            .size());
            assertThrows(ApiFailure.class, () -> node.list("", Selectors.ALL));
            var stranger =
                    cluster.clientOf("system:node:node-1", "system:nodes").of(PodCertificateRequest.KIND);
            assertThrows(ApiFailure.class, () -> stranger.get("default", "r"));
            var condition = JsonMap.of("type", "Denied", "status", "True", "reason", "No", "message", "")
                    .with("lastTransitionTime", "2026-01-01T00:00:00Z");
            var denied = PodCertificateRequest.KIND.of(
                    made.tree().with("status", JsonMap.of("conditions", JsonList.of(condition))));
            var unsigned = assertThrows(
                    ApiFailure.class,
                    () -> cluster.clientOf("system:kube-controller-manager")
                            .of(PodCertificateRequest.KIND)
                            .updateStatus(denied));
            assertTrue(String.valueOf(unsigned.getMessage()).contains("forbidden"), unsigned.getMessage());
            client.of(PodCertificateRequest.KIND).updateStatus(denied);
            Samples.await().until(() -> {
                clock.advance(STEP);
                return client.of(PodCertificateRequest.KIND)
                        .find("default", "r")
                        .isEmpty();
            });
        }
    }

    @Test
    void leadersAreChosenAmongCandidates() {
        try (var cluster = Jibe.start(options("CoordinatedLeaderElection", "coordination.k8s.io/v1beta1"))) {
            var leases = cluster.client().of(Lease.KIND);
            for (var name : List.of("kube-controller-manager", "kube-scheduler")) {
                Samples.await()
                        .until(() -> leases.find(SYSTEM, name)
                                .filter(lease -> lease.spec().hasAcquireTime())
                                .isPresent());
                assertEquals(
                        "OldestEmulationVersion",
                        leases.get(SYSTEM, name).spec().strategy());
            }
            var candidates = cluster.client().of(LeaseCandidate.KIND);
            var own = candidates.list(SYSTEM, Selectors.ALL).items();
            assertEquals(2, own.size());
            Samples.await()
                    .until(() -> cluster.client()
                            .of(ServiceAccount.KIND)
                            .find("default", "default")
                            .isPresent());
            var scheduler = leases.get(SYSTEM, "kube-scheduler");
            var mine = candidates.get(SYSTEM, scheduler.spec().holderIdentity());
            candidates.create(LeaseCandidate.KIND
                    .create(SYSTEM, "older")
                    .withSpec(mine.spec()
                            .withEmulationVersion("1.35.0")
                            .withRenewTime(cluster.clock().now())
                            .withoutPingTime()));
            Samples.await().until(() -> {
                var spec = leases.get(SYSTEM, "kube-scheduler").spec();
                return spec.holderIdentity().equals("older");
            });
        }
    }

    @Test
    void serversSayHowTheyStoreObjects() {
        try (var cluster = Jibe.start(options("StorageVersionAPI", "internal.apiserver.k8s.io/v1alpha1"))) {
            var versions = cluster.client().of(StorageVersion.KIND);
            var pods = versions.get("", "core.pods");
            assertEquals("v1", pods.status().commonEncodingVersion());
            var server = pods.status().storageVersions().getFirst();
            assertTrue(server.apiServerID().startsWith("apiserver-"), server.apiServerID());
            assertEquals(List.of("v1"), server.servedVersions());
            assertEquals(
                    "autoscaling/v2",
                    versions.get("", "autoscaling.horizontalpodautoscalers")
                            .status()
                            .commonEncodingVersion());
            var gone = server.withApiServerID("apiserver-gone")
                    .withEncodingVersion("v0")
                    .withDecodableVersions(List.of("v0", "v1"));
            var both = pods.status().withStorageVersions(List.of(server, gone)).withoutCommonEncodingVersion();
            versions.updateStatus(pods.withStatus(both));
            Samples.await().until(() -> {
                var status = versions.get("", "core.pods").status();
                return status.storageVersions().size() == 1
                        && status.commonEncodingVersion().equals("v1");
            });
        }
    }

    /** Of discovery only lists of resources are there in CBOR, as upstream has it. */
    @Test
    void resourcesAreListedInCbor() throws Exception {
        var gate = List.of("CBORServingAndStorage=true");
        var options = JibeOptions.DEFAULT.withNodes(0).withFeatures(gate, List.of());
        try (var cluster = Jibe.start(options);
                var raw = new Raw(cluster)) {
            var cbor = Headers.of("accept", "application/cbor");
            var list = (JsonMap) Cbor.read(raw.bytes("/apis/apps/v1", cbor));
            assertEquals("APIResourceList", list.string("kind"));
            assertEquals(raw.getJson("/apis/apps/v1").body(), list);
            assertEquals(406, raw.ask("GET /apis", cbor, "").code());
        }
    }
}
