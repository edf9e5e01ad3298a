package dev.jibe.server.registry.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests of older books, as they are stored and as they are read again. */
final class RetiredApisTest {

    private static final Resources RESOURCES =
            Resources.builtin(Schema.builtin()).withRetired(Schema.builtin());

    private static JsonMap yaml(String text) {
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Resource resource(String group, String version, String plural) {
        return RESOURCES.get(group, version, plural);
    }

    /** A manifest with the gaps filled, as its own version shows it. */
    private static JsonMap filled(Resource resource, String manifest) {
        var object = yaml(manifest).with("apiVersion", resource.apiVersion()).with("kind", resource.kind());
        return resource.defaulted(Conform.conform(object, resource.type()).object());
    }

    /** A manifest as it is stored; what is stored must come back the same. */
    private static JsonMap stored(Resource resource, String manifest) {
        var object = filled(resource, manifest);
        var stored = resource.storage().toStorage(object);
        assertEquals(object, resource.storage().fromStorage(stored));
        return stored;
    }

    private static final String WORKLOAD = """
            metadata: {name: web}
            spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"extensions v1beta1 1 2147483647", "apps v1beta1 25% 2"})
    void deploymentsHaveTheDefaultsOfTheirTime(String text) {
        var row = text.split(" ", -1);
        var stored = stored(resource(row[0], row[1], "deployments"), WORKLOAD);
        var spec = stored.map("spec");
        assertEquals("apps/v1", stored.string("apiVersion"));
        assertEquals(yaml("matchLabels: {app: web}"), spec.map("selector"));
        assertEquals(yaml("app: web"), stored.map("metadata").map("labels"));
        assertEquals(
                row[2], String.valueOf(spec.map("strategy").map("rollingUpdate").get("maxSurge")));
        assertEquals(Long.parseLong(row[3]), spec.number("revisionHistoryLimit"));
        assertEquals("Always", spec.map("template").map("spec").string("restartPolicy"));
    }

    @Test
    void theSecondVersionOfAppsNeedsASelector() {
        var resource = resource("apps", "v1beta2", "deployments");
        var prepared = resource.strategy().prepareForCreate(filled(resource, WORKLOAD));
        assertTrue(resource.strategy().validate(prepared).stream()
                .anyMatch(error -> error.field().equals("spec.selector")));
    }

    @Test
    void setsWereUpdatedOnDelete() {
        assertEquals(
                "OnDelete",
                stored(resource("apps", "v1beta1", "statefulsets"), WORKLOAD)
                        .map("spec")
                        .map("updateStrategy")
                        .string("type"));
        assertEquals(
                "OnDelete",
                stored(resource("extensions", "v1beta1", "daemonsets"), WORKLOAD)
                        .map("spec")
                        .map("updateStrategy")
                        .string("type"));
    }

    @Test
    void aRollbackByFieldIsRefused() {
        var deployments = resource("extensions", "v1beta1", "deployments");
        assertThrows(ApiException.class, () -> filled(deployments, "spec: {rollbackTo: {revision: 1}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extensions", "networking.k8s.io"})
    void backendsOfIngressesAreNested(String group) {
        var stored = stored(resource(group, "v1beta1", "ingresses"), """
                metadata: {name: i}
                spec:
                  backend: {serviceName: fallback, servicePort: http}
                  rules: [{host: h, http: {paths: [{path: /, backend: {serviceName: s, servicePort: 80}}]}}]
                """);
        assertEquals(yaml("""
                defaultBackend: {service: {name: fallback, port: {name: http}}}
                rules:
                - host: h
                  http:
                    paths:
                    - {path: /, pathType: ImplementationSpecific, backend: {service: {name: s, port: {number: 80}}}}
                """), stored.map("spec"));
    }

    @Test
    void anEmptySelectorOfABudgetSelectsNothing() {
        var budgets = resource("policy", "v1beta1", "poddisruptionbudgets");
        var none = stored(budgets, "{metadata: {name: b}, spec: {minAvailable: 1, selector: {}}}");
        assertEquals(
                1, none.map("spec").map("selector").list("matchExpressions").size());
        var all = yaml("{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {minAvailable: 1, selector: {}}}");
        assertEquals(
                all.map("spec"),
                budgets.storage().toStorage(budgets.storage().fromStorage(all)).map("spec"));
    }

    @Test
    void metricsOfAutoscalersHaveFlatTargets() {
        var stored = stored(resource("autoscaling", "v2beta1", "horizontalpodautoscalers"), """
                metadata: {name: h}
                spec:
                  maxReplicas: 5
                  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 30}}]
                  scaleTargetRef: {kind: Deployment, name: d}
                """);
        assertEquals(
                yaml("{name: cpu, target: {type: Utilization, averageUtilization: 30}}"),
                stored.map("spec").list("metrics").map(0).map("resource"));
    }

    @Test
    void topologyOfEndpointsBecomesZoneAndNode() {
        var stored = stored(resource("discovery.k8s.io", "v1beta1", "endpointslices"), """
                metadata: {name: s}
                addressType: IPv4
                endpoints:
                - addresses: [10.0.0.1]
                  nodeName: node
                  topology: {kubernetes.io/hostname: node, topology.kubernetes.io/zone: z, rack: r}
                """);
        var endpoint = stored.list("endpoints").map(0);
        assertEquals("z", endpoint.string("zone"));
        assertEquals("node", endpoint.string("nodeName"));
        assertEquals(yaml("rack: r"), endpoint.map("deprecatedTopology"));
    }

    @Test
    void aDefinitionWithoutASchemaKeepsEverything() {
        var definitions = resource("apiextensions.k8s.io", "v1beta1", "customresourcedefinitions");
        var stored = stored(definitions, """
                metadata: {name: websites.example.com}
                spec: {group: example.com, version: v1, scope: Namespaced, names: {kind: Website, plural: websites}}
                """);
        var version = stored.map("spec").list("versions").map(0);
        assertEquals("v1", version.string("name"));
        assertEquals(
                yaml("{type: object, x-kubernetes-preserve-unknown-fields: true}"),
                version.map("schema").map("openAPIV3Schema"));
        var prepared =
                definitions.strategy().prepareForCreate(definitions.storage().fromStorage(stored));
        assertEquals(List.of(), definitions.strategy().validate(prepared));
    }

    @Test
    void whatADefinitionSaysOnceHoldsForEveryVersion() {
        var stored = stored(resource("apiextensions.k8s.io", "v1beta1", "customresourcedefinitions"), """
                metadata: {name: websites.example.com}
                spec:
                  group: example.com
                  versions: [{name: v2, served: true, storage: true}, {name: v1, served: true, storage: false}]
                  scope: Namespaced
                  preserveUnknownFields: false
                  names: {kind: Website, plural: websites}
                  validation: {openAPIV3Schema: {properties: {spec: {properties: {a: {type: string}}}}}}
                  additionalPrinterColumns: [{name: A, type: string, JSONPath: .spec.a}]
                """);
        for (var version : stored.map("spec").list("versions").maps().toList()) {
            assertEquals(
                    yaml("{type: object, properties: {spec: {type: object, properties: {a: {type: string}}}}}"),
                    version.map("schema").map("openAPIV3Schema"));
            assertEquals(
                    ".spec.a", version.list("additionalPrinterColumns").map(0).string("jsonPath"));
        }
    }

    @Test
    void webhooksMaySayThatTheyDoNotKnowTheirSideEffects() {
        var resource = resource("admissionregistration.k8s.io", "v1beta1", "validatingwebhookconfigurations");
        var manifest = """
                metadata: {name: w}
                webhooks:
                - name: a.example.com
                  clientConfig: {url: "https://example.com/"}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                """;
        var webhook = stored(resource, manifest).list("webhooks").map(0);
        assertEquals("Unknown", webhook.string("sideEffects"));
        assertEquals("Ignore", webhook.string("failurePolicy"));
        assertEquals(List.of(), resource.strategy().validate(filled(resource, manifest)));
    }

    @Test
    void clientsAreToldWhatToUseInstead() {
        assertEquals(
                List.of("extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use"
                        + " networking.k8s.io/v1 Ingress"),
                resource("extensions", "v1beta1", "ingresses").warnings());
    }
}
