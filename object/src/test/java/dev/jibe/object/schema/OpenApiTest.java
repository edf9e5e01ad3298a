package dev.jibe.object.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static JsonMap unzip(byte[] zipped) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return Json.parseMap(in.readAllBytes());
        }
    }

    @Test
    void aGroupVersionHasADocumentOfItsOwn() throws IOException {
        assertTrue(OpenApi.version3Paths().contains("apis/apps/v1"));
        assertNull(OpenApi.version3("apis/nothing/v1"));
        JsonMap apps = unzip(Objects.requireNonNull(OpenApi.version3("apis/apps/v1")));
        assertEquals(
                "readAppsV1NamespacedDeploymentScale",
                apps.at(
                        "paths",
                        "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale",
                        "get",
                        "operationId"));
        JsonMap schemas = apps.map("components").map("schemas");
        assertEquals(
                JsonList.of(JsonMap.of("group", "apps", "kind", "Deployment", "version", "v1")),
                schemas.at("io.k8s.api.apps.v1.Deployment", "x-kubernetes-group-version-kind"));
        assertEquals("TCP", schemas.at("io.k8s.api.core.v1.ContainerPort", "properties", "protocol", "default"));
    }

    @Test
    void everyReferenceOfTheWholeLeadsSomewhere() throws IOException {
        JsonMap document = unzip(OpenApi.version2());
        JsonMap definitions = document.map("definitions");
        assertReferences(document, definitions);
    }

    private static void assertReferences(Object value, JsonMap definitions) {
        if (value instanceof JsonMap map) {
            if (map.get("$ref") instanceof String reference) {
                assertTrue(definitions.has(reference.substring("#/definitions/".length())), reference);
            }
            map.forEach((_, inner) -> assertReferences(inner, definitions));
        } else if (value instanceof JsonList list) {
            list.forEach(inner -> assertReferences(inner, definitions));
        }
    }
}
