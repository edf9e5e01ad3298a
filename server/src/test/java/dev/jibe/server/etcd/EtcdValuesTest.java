package dev.jibe.server.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.registry.Resources;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Values are upstream's, in its versions, and come back as they were. */
final class EtcdValuesTest {

    private static final Schema SCHEMA = Schema.builtin();
    private final EtcdValues values = new EtcdValues(
            SCHEMA, Resources.builtin(SCHEMA), new EtcdKeys("/registry", SCHEMA), Encryption.NONE, false);

    @Test
    void builtInObjectsAreProtobufInTheStoredVersion() {
        var object = yaml("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a, namespace: default, uid: u, resourceVersion: "7"}
                data: {k: v}
                """);
        var bytes = values.encode("configmaps", "default/a", object);
        assertTrue(Protobuf.isSealed(bytes));
        assertEquals("v1", Protobuf.open(bytes).apiVersion());
        var back = values.decode("configmaps", "default/a", bytes);
        assertFalse(back.map("metadata").has("resourceVersion"));
        assertEquals(JsonMap.of("k", "v"), back.map("data"));
        assertEquals("12", values.stamp(back, 12).map("metadata").string("resourceVersion"));
    }

    @Test
    void someAreStoredInAnEarlierVersion() {
        var bucket = "mutatingadmissionpolicybindings.admissionregistration.k8s.io";
        var object = yaml("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicyBinding
                metadata: {name: a}
                spec: {policyName: p}
                """);
        var bytes = values.encode(bucket, "a", object);
        assertEquals(
                "admissionregistration.k8s.io/v1beta1", Protobuf.open(bytes).apiVersion());
        var back = values.decode(bucket, "a", bytes);
        assertEquals("admissionregistration.k8s.io/v1", back.string("apiVersion"));
        assertEquals("p", back.map("spec").string("policyName"));
    }

    @Test
    void whatAnotherServerWroteInAnOlderVersionIsConverted() {
        var bucket = "horizontalpodautoscalers.autoscaling";
        var old = yaml("""
                apiVersion: autoscaling/v1
                kind: HorizontalPodAutoscaler
                metadata: {name: a, namespace: default}
                spec: {maxReplicas: 3, targetCPUUtilizationPercentage: 50, scaleTargetRef: {kind: Deployment, name: d}}
                """);
        var back = values.decode(bucket, "default/a", Json.write(old));
        assertEquals("autoscaling/v2", back.string("apiVersion"));
        assertEquals(1, back.map("spec").list("metrics").size());
    }

    @Test
    void customResourcesAreJson() {
        var object = yaml("{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: {n: 1.5}}");
        var bytes = values.encode("widgets.example.com", "a", object);
        assertEquals('\n', bytes[bytes.length - 1]);
        assertEquals(object, values.decode("widgets.example.com", "a", bytes));
    }

    @Test
    void definitionsSayOnceWhatAllVersionsHaveInCommon() {
        var definition = yaml("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com}
                spec:
                  group: example.com
                  scope: Cluster
                  names: {plural: widgets, kind: Widget, singular: widget, listKind: WidgetList}
                  conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1], clientConfig: {url: "https://x"}}}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object}}
                    subresources: {status: {}}
                    additionalPrinterColumns: [{name: N, type: integer, jsonPath: .spec.n}]
                  - name: v2
                    served: true
                    storage: false
                    schema: {openAPIV3Schema: {type: object, description: other}}
                    subresources: {status: {}}
                    additionalPrinterColumns: [{name: N, type: integer, jsonPath: .spec.n}]
                """);
        var stored = StoredDefinitions.toStored(definition);
        var spec = stored.map("spec");
        assertEquals("apiextensions.k8s.io/v1beta1", stored.string("apiVersion"));
        assertEquals("v1", spec.string("version"));
        assertEquals(Boolean.FALSE, spec.get("preserveUnknownFields"));
        assertEquals(".spec.n", spec.list("additionalPrinterColumns").map(0).string("JSONPath"));
        assertFalse(spec.has("validation"));
        assertFalse(spec.list("versions").map(0).has("subresources"));
        assertEquals(
                "https://x", spec.map("conversion").map("webhookClientConfig").string("url"));
        assertEquals(definition, StoredDefinitions.fromStored(stored));
    }

    private static JsonMap yaml(String text) {
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
