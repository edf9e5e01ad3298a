package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Selectors;
import dev.jibe.jibe.ServerSettings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.flowcontrol.v1.FlowSchema;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read again, what is noted of streams and strangers, and the status of flow schemas. */
final class ReloadTest {

    private static final String AUTHORIZERS = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthorizationConfiguration
            authorizers:
            - {type: Node, name: node}
            - {type: RBAC, name: rbac}
            """;

    @Test
    void whoDecidesIsReadAgain(@TempDir Path directory) throws IOException {
        var file = directory.resolve("authorizers.yaml");
        Files.writeString(file, AUTHORIZERS);
        var settings = ServerSettings.of("--authorization-config=" + file);
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings));
                var raw = new Raw(cluster)) {
            var maps = cluster.clientOf("jane").of(ConfigMap.KIND);
            assertThrows(ApiFailure.class, () -> maps.list("default", Selectors.ALL));
            Files.writeString(file, AUTHORIZERS + "- {type: Nonsense, name: x}\n");
            Samples.await().until(() -> reloads(raw).contains("status=\"failure\""));
            assertThrows(ApiFailure.class, () -> maps.list("default", Selectors.ALL));
            Files.writeString(file, AUTHORIZERS + "- {type: AlwaysAllow, name: all}\n");
            Samples.await().until(() -> reloads(raw).contains("status=\"success\""));
            assertEquals(
                    0,
                    maps.list("default", Selectors.fields("metadata.name=none"))
                            .items()
                            .size());
        }
    }

    private static String reloads(Raw raw) throws IOException {
        return String.join(
                "\n",
                raw.text("/metrics")
                        .lines()
                        .filter(it ->
                                it.startsWith("apiserver_authorization_config_controller_automatic_reloads_total{"))
                        .toList());
    }

    @Test
    void streamsAreNotedWhenTheyEnd(@TempDir Path directory) throws Exception {
        var policy = directory.resolve("policy.yaml");
        var log = directory.resolve("audit.log");
        Files.writeString(policy, """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                rules:
                - {level: Metadata, users: [jane], verbs: [watch]}
                - {level: Metadata, nonResourceURLs: [/stranger]}
                - {level: None}
                """);
        var settings = ServerSettings.of("--audit-policy-file=" + policy, "--audit-log-path=" + log);
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings));
                var raw = new Raw(cluster)) {
            var roles = dev.jibe.object.api.rbac.v1.ClusterRoleBinding.KIND;
            cluster.client()
                    .of(roles)
                    .create(roles.of(roles.create("", "jane")
                            .tree()
                            .with(
                                    "roleRef",
                                    yaml(
                                            "{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}"))
                            .with(
                                    "subjects",
                                    yaml("{s: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]}")
                                            .list("s"))));
            var call = Call.get("/api/v1/namespaces/default/configmaps", Map.of("watch", "true"));
            try (var watch = cluster.clientOf("jane").transport().watch(call)) {
                Samples.await().until(() -> stages(log).contains("ResponseStarted"));
                assertFalse(stages(log).contains("ResponseComplete"));
                assertNotNull(watch);
            }
            Samples.await().until(() -> stages(log).contains("ResponseComplete"));
            assertEquals(401, raw.getWithToken("/stranger", "nonsense").code());
            Samples.await()
                    .until(() -> events(log).stream()
                            .anyMatch(it -> it.string("requestURI").equals("/stranger")));
            var stranger = events(log).getLast();
            assertEquals("ResponseStarted", stranger.string("stage"));
            assertEquals(JsonMap.EMPTY, stranger.map("user"));
            assertEquals(401, stranger.map("responseStatus").number("code"));
            assertEquals(
                    "Authentication failed, attempted: bearer",
                    stranger.map("responseStatus").string("message"));
        }
    }

    private static List<JsonMap> events(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> Json.parseMap(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<String> stages(Path log) throws IOException {
        return events(log).stream().map(it -> it.string("stage")).toList();
    }

    private static JsonMap yaml(String text) {
        return (JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void schemasSayWhetherTheirLevelIsThere() {
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0))) {
            var schemas = cluster.client().of(FlowSchema.KIND);
            schemas.create(FlowSchema.KIND.of(FlowSchema.KIND
                    .create("", "mine")
                    .tree()
                    .with("spec", yaml("{matchingPrecedence: 500, priorityLevelConfiguration: {name: gone}}"))));
            Samples.await().until(() -> dangling(schemas.get("", "mine")).equals("True NotFound"));
            Samples.await().until(() -> dangling(schemas.get("", "catch-all")).equals("False Found"));
        }
    }

    private static String dangling(FlowSchema schema) {
        return schema.status().conditions().stream()
                .filter(it -> it.type().equals("Dangling"))
                .map(it -> it.status() + " " + it.reason())
                .findFirst()
                .orElse("");
    }
}
