package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.object.api.v1.ConfigMap;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what they should be: refused with a Status, and the server lives on. */
@JibeTest(nodes = 0)
final class BadBodyTest {

    private static final String PATH = "/api/v1/namespaces/default/configmaps";
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"kind\":\"ConfigMap\",}", "\"text\"", "{\"metadata\":{\"name\":5}}"})
    void malformedJson(String body, Jibe cluster) throws IOException {
        refused(cluster, JSON, body, 400);
    }

    /** JSON's null is an object in which nothing is said, as upstream reads it. */
    @Test
    void nothingAtAll(Jibe cluster) throws IOException {
        refused(cluster, JSON, "null", 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "- 1\n- 2", "\tkind: ConfigMap", "kind: &a [*a]", "kind: 'x"})
    void malformedYaml(String body, Jibe cluster) throws IOException {
        refused(cluster, YAML, body, 400);
    }

    /** Bodies of what is forwarded are not read; only a subresource is forwarded. */
    @Test
    void aNamespaceMayBeCalledProxy(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var path = "/api/v1/namespaces";
            assertEquals(
                    201,
                    raw.post(path, JSON, "{\"metadata\":{\"name\":\"proxy\"}}").code());
            var made = raw.post(path + "/proxy/configmaps", JSON, "{\"metadata\":{\"name\":\"proxy\"}}");
            assertEquals(201, made.code(), made.message());
        }
    }

    @Test
    void aBodyOfFourMegabytes(Jibe cluster) throws IOException {
        var body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"big\"},\"data\":{\"a\":\""
                + "x".repeat(4 << 20) + "\"}}";
        refused(cluster, JSON, body, 413);
    }

    @Test
    void nestingWithoutEnd(Jibe cluster) throws IOException {
        refused(cluster, JSON, "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000), 400);
        refused(cluster, YAML, "{a: ".repeat(100_000) + "1" + "}".repeat(100_000), 400);
    }

    @Test
    void aYamlBomb(Jibe cluster) throws IOException {
        var bomb = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n");
        bomb.append("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            var before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (before + ",").repeat(9) + before));
        }
        refused(cluster, YAML, bomb.toString(), 400);
    }

    private static void refused(Jibe cluster, String type, String body, int code) throws IOException {
        try (var raw = new Raw(cluster)) {
            var answer = raw.post(PATH, type, body);
            assertEquals(code, answer.code(), answer.message());
            assertEquals("Status", answer.body().string("kind"));
            assertTrue(!answer.message().isEmpty());
            assertEquals(200, raw.get(PATH, raw.admin()).code());
        }
    }

    @Test
    void unknownFields(Jibe cluster, Client client, TestNamespace namespace) throws IOException {
        var path = "/api/v1/namespaces/" + namespace + "/configmaps?fieldValidation=";
        try (var raw = new Raw(cluster)) {
            var strict = raw.post(path + "Strict", JSON, withUnknown("strict"));
            assertEquals(400, strict.code());
            assertTrue(strict.message().contains("unknown field \"surprise\""), strict.message());
            assertEquals(201, raw.post(path + "Warn", JSON, withUnknown("warn")).code());
            assertEquals(
                    201, raw.post(path + "Ignore", JSON, withUnknown("ignore")).code());
            assertEquals(
                    422,
                    raw.post(path + "Perhaps", JSON, withUnknown("perhaps")).code());
        }
        var names = client.of(ConfigMap.KIND).list(namespace.name(), dev.jibe.client.Selectors.ALL).items().stream()
                .map(ConfigMap::name)
                .filter(name -> !name.equals("kube-root-ca.crt"))
                .toList();
        assertEquals(java.util.List.of("ignore", "warn"), names);
    }

    private static String withUnknown(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "\"},\"surprise\":1}";
    }
}
