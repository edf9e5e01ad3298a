package dev.jibe.object.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Schema SCHEMA = Schema.builtin();

    private static Field field(String type, String name) {
        return Objects.requireNonNull(SCHEMA.type(type).field(name), type + "." + name);
    }

    @Test
    void aListKnowsHowItMerges() {
        Field volumes = field("io.k8s.api.core.v1.PodSpec", "volumes");
        assertEquals(1, volumes.number());
        assertEquals("name", volumes.patchMergeKey());
        assertTrue(volumes.merges() && volumes.retainsKeys());
        assertEquals(ListType.MAP, volumes.listType());
        assertEquals(List.of("name"), volumes.listMapKeys());
        assertTrue(volumes.type() instanceof ListOf(Ref(StructType volume), boolean _)
                && volume.name().equals("io.k8s.api.core.v1.Volume"));
    }

    @Test
    void anEmbeddedStructIsFlatInJsonAndNestedOnTheWire() {
        StructType volume = SCHEMA.type("io.k8s.api.core.v1.Volume");
        assertEquals(0, field(volume.name(), "configMap").number());
        Field source = Objects.requireNonNull(volume.byNumber(2));
        assertTrue(source.inline());
        assertEquals("volumeSource", source.name());
        assertNull(volume.field("volumeSource"));
    }

    @Test
    void specialTypesAreScalars() {
        assertEquals(
                Scalar.TIME,
                field("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "creationTimestamp")
                        .type());
        assertEquals(
                Scalar.INT_OR_STRING,
                field("io.k8s.api.core.v1.ServicePort", "targetPort").type());
        assertEquals(
                Scalar.MICRO_TIME,
                field("io.k8s.api.coordination.v1.LeaseSpec", "renewTime").type());
        assertEquals(
                new MapOf(Scalar.QUANTITY),
                field("io.k8s.api.core.v1.ResourceRequirements", "limits").type());
        assertEquals(
                new MapOf(new ListOf(Scalar.STRING, true)),
                field("io.k8s.api.authentication.v1.UserInfo", "extra").type());
    }

    @Test
    void namesAreSpelledAsJsonSpellsThem() {
        for (String name : List.of("$ref", "$schema", "x-kubernetes-list-map-keys", "default", "enum")) {
            String type = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";
            assertTrue(field(type, name).number() > 0, name);
        }
    }

    @Test
    void kindsOfMetaBelongToEveryGroup() {
        assertEquals(
                "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
                Objects.requireNonNull(SCHEMA.kind("apps", "v1", "DeleteOptions"))
                        .name());
        assertNull(SCHEMA.kind("apps", "v1", "Pod"));
    }

    @Test
    void aResourceKnowsItsPlace() {
        ResourceInfo deployments = SCHEMA.resources().stream()
                .filter(resource -> resource.groupResource().equals("deployments.apps"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"),
                deployments.verbs());
        assertEquals(
                List.of("scale", "status"),
                deployments.subresources().stream()
                        .map(ResourceInfo.Subresource::name)
                        .toList());
        assertTrue(deployments.namespaced() && deployments.servedByDefault());
        assertFalse(SCHEMA.resources().stream()
                .anyMatch(resource -> resource.version().contains("beta") && resource.servedByDefault()));
    }

    @Test
    void documentationIsThereWhenAsked() {
        StructType pod = SCHEMA.type("io.k8s.api.core.v1.Pod");
        assertTrue(pod.description().startsWith("Pod is a collection of containers"));
        assertTrue(pod.descriptionOf("spec").startsWith("Specification of the desired behavior"));
    }
}
