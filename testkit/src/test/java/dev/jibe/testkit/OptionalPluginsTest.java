package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.jibe.ServerSettings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Event;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.object.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Admission plugins that are off by default, and what plugins are told by a file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OptionalPluginsTest {

    private static final Set<String> ON = Set.of(
            "AlwaysPullImages",
            "EventRateLimit",
            "ExtendedResourceToleration",
            "LimitPodHardAntiAffinityTopology",
            "NamespaceAutoProvision",
            "NamespaceExists",
            "OwnerReferencesPermissionEnforcement",
            "PodNodeSelector",
            "PodTolerationRestriction",
            "DenyServiceExternalIPs",
            "AlwaysAdmit");

    private static final String CONFIG = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AdmissionConfiguration
            plugins:
            - name: PodSecurity
              configuration:
                apiVersion: pod-security.admission.config.k8s.io/v1
                kind: PodSecurityConfiguration
                defaults: {enforce: baseline, warn: restricted}
                exemptions: {namespaces: [kube-system]}
            - name: ResourceQuota
              configuration:
                apiVersion: apiserver.config.k8s.io/v1
                kind: ResourceQuotaConfiguration
                limitedResources:
                - {resource: persistentvolumeclaims, matchContains: [requests.storage]}
                - resource: pods
                  matchScopes: [{scopeName: PriorityClass, operator: In, values: [system-node-critical]}]
            - name: EventRateLimit
              path: events.yaml
            - name: PodNodeSelector
              configuration:
                podNodeSelectorPluginConfig: {clusterDefaultNodeSelector: zone=a, picky: zone=a}
            - name: PodTolerationRestriction
              configuration:
                apiVersion: podtolerationrestriction.admission.k8s.io/v1alpha1
                kind: Configuration
                default: [{key: given, operator: Exists}]
            """;

    private static final String EVENTS = """
            apiVersion: eventratelimit.admission.k8s.io/v1alpha1
            kind: Configuration
            limits: [{type: Namespace, qps: 1, burst: 2}]
            """;

    private Path directory = Path.of("");
    private Jibe cluster;
    private Client client;

    @BeforeAll
    void start(@TempDir Path own) throws IOException {
        directory = own;
        Files.writeString(directory.resolve("admission.yaml"), CONFIG);
        Files.writeString(directory.resolve("events.yaml"), EVENTS);
        cluster = Jibe.start(settings(ON, "admission.yaml"));
        client = cluster.client();
        Samples.await()
                .until(() -> client.of(ServiceAccount.KIND)
                        .find("default", "default")
                        .isPresent());
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private JibeOptions settings(Set<String> plugins, String file) {
        return JibeOptions.DEFAULT
                .withNodes(0)
                .withClock(new VirtualClock())
                .withSettings(ServerSettings.of(
                        "--enable-admission-plugins=" + String.join(",", plugins),
                        "--admission-control-config-file=" + directory.resolve(file)));
    }

    private static JsonMap yaml(String text) {
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Pod pod(String name, String spec) {
        return Pod.KIND.of(Pod.KIND
                .create("default", name)
                .tree()
                .with("spec", yaml("{containers: [{name: c, image: x}], " + spec + "}")));
    }

    private Pod created(Pod pod) {
        return client.of(Pod.KIND).create(pod);
    }

    private String refused(Pod pod) {
        return String.valueOf(assertThrows(ApiFailure.class, () -> created(pod)).getMessage());
    }

    @Test
    void podsAreGivenWhatIsConfigured() {
        var pod = created(Pod.KIND.of(Pod.KIND
                .create("default", "given")
                .tree()
                .with(
                        "spec",
                        yaml("{containers: [{name: c, image: x, imagePullPolicy: IfNotPresent,"
                                + " resources: {requests: {example.com/gpu: 1, cpu: 1m},"
                                + " limits: {example.com/gpu: 1}}}]}"))));
        assertEquals("Always", pod.spec().containers().getFirst().imagePullPolicy());
        assertEquals(yaml("{zone: a}"), pod.spec().tree().map("nodeSelector"));
        var keys = pod.spec().tolerations().stream().map(it -> it.key()).toList();
        assertTrue(keys.contains("example.com/gpu"), keys.toString());
        assertTrue(keys.contains("given"), keys.toString());
        assertTrue(keys.contains("node.kubernetes.io/memory-pressure"), keys.toString());
    }

    @Test
    void podsMayNotAskForEverything() {
        assertTrue(refused(pod("host", "hostNetwork: true")).contains("violates PodSecurity \"baseline:latest\""));
        assertTrue(refused(pod("zone", "nodeSelector: {zone: b}"))
                .contains("pod node label selector conflicts with its namespace node label selector"));
        assertTrue(refused(pod(
                        "spread",
                        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                                + " [{topologyKey: zone, labelSelector: {}}]}}"))
                .contains("has TopologyKey zone but only key kubernetes.io/hostname is allowed"));
        assertEquals(
                "insufficient quota to match these scopes: [{PriorityClass In [system-node-critical]}]",
                refused(pod("critical", "priorityClassName: system-node-critical")));
    }

    @Test
    void whatIsLimitedNeedsAQuota() {
        var claim = yaml("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: c, namespace: default}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        var kind = dev.jibe.object.api.v1.PersistentVolumeClaim.KIND;
        var failure = assertThrows(ApiFailure.class, () -> client.of(kind).create(kind.of(claim)));
        assertTrue(
                String.valueOf(failure.getMessage()).endsWith("insufficient quota to consume: requests.storage"),
                failure.getMessage());
    }

    @Test
    void namespacesAreMadeWhenTheyAreNeeded() {
        var kind = dev.jibe.object.api.v1.ConfigMap.KIND;
        client.of(kind).create(kind.create("made", "m"));
        assertTrue(client.of(Namespace.KIND).find("", "made").isPresent());
    }

    @Test
    void servicesKeepToTheirAddresses() {
        var service = Service.KIND.of(Service.KIND
                .create("default", "s")
                .tree()
                .with("spec", yaml("{ports: [{port: 80}], externalIPs: [192.0.2.1]}")));
        var failure =
                assertThrows(ApiFailure.class, () -> client.of(Service.KIND).create(service));
        assertTrue(String.valueOf(failure.getMessage()).endsWith("Use of external IPs is denied by admission control"));
    }

    @Test
    void eventsComeOnlySoFast() {
        client.of(Namespace.KIND).create(Namespace.KIND.create("", "noisy"));
        for (int i = 0; i < 3; i++) {
            var event = Event.KIND.of(Event.KIND
                    .create("noisy", "e" + i)
                    .tree()
                    .with("involvedObject", yaml("{kind: Pod, namespace: noisy, name: p}")));
            if (i < 2) {
                client.of(Event.KIND).create(event);
            } else {
                var failure = assertThrows(
                        ApiFailure.class, () -> client.of(Event.KIND).create(event));
                assertEquals(429, failure.code());
                assertEquals("limit reached on type Namespace for key noisy", failure.getMessage());
            }
        }
    }

    @Test
    void ownersAreKeptOnlyByWhoMayFinalizeThem() {
        var roles = dev.jibe.object.api.rbac.v1.ClusterRole.KIND;
        client.of(roles)
                .create(roles.of(roles.create("", "maps")
                        .tree()
                        .with(
                                "rules",
                                yaml("{r: [{apiGroups: [''], resources: [configmaps], verbs: [create]}]}")
                                        .list("r"))));
        var bindings = dev.jibe.object.api.rbac.v1.ClusterRoleBinding.KIND;
        client.of(bindings)
                .create(bindings.of(bindings.create("", "maps")
                        .tree()
                        .with("roleRef", yaml("{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: maps}"))
                        .with(
                                "subjects",
                                yaml("{s: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]}")
                                        .list("s"))));
        var kind = dev.jibe.object.api.v1.ConfigMap.KIND;
        var map = kind.of(kind.create("default", "owned")
                .tree()
                .withAt(
                        yaml("{o: [{apiVersion: v1, kind: Pod, name: p, uid: u, blockOwnerDeletion: true}]}")
                                .list("o"),
                        "metadata",
                        "ownerReferences"));
        var jane = cluster.clientOf("jane").of(kind);
        var failure = assertThrows(ApiFailure.class, () -> jane.create(map));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains(
                                "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set"
                                        + " finalizers on: "),
                failure.getMessage());
    }

    @Test
    void whatCannotBeHadIsSaidInOneLine() throws IOException {
        var unknown = assertThrows(
                RuntimeException.class,
                () -> Jibe.start(settings(Set.of("Nonsense"), "admission.yaml").in(directory.resolve("data"))));
        assertEquals("enable-admission-plugins plugin \"Nonsense\" is unknown", unknown.getMessage());
        var file = "wrong.yaml";
        Files.writeString(directory.resolve(file), CONFIG.replace("enforce: baseline", "enforce: some"));
        var wrong = assertThrows(
                RuntimeException.class,
                () -> Jibe.start(settings(Set.of(), file).in(directory.resolve("more"))));
        assertTrue(
                String.valueOf(wrong.getMessage())
                        .endsWith("PodSecurity: defaults.enforce: Invalid value: \"some\": must be one of privileged,"
                                + " baseline, restricted"),
                wrong.getMessage());
    }
}
