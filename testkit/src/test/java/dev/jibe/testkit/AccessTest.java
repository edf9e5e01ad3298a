package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rights are asked for at the one door: nobody gives away what they do not have, and nodes see their own things only. */
@JibeTest(nodes = 0)
final class AccessTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

    private static JsonMap json(String text) {
        return (JsonMap) Json.parse(text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void nobodyGivesAwayMoreThanTheyHave(Jibe cluster, Client admin, TestNamespace namespace) {
        var roles = RBAC + "/namespaces/" + namespace.name() + "/roles";
        var bindings = RBAC + "/namespaces/" + namespace.name() + "/rolebindings";
        send(
                admin,
                roles,
                "{'kind': 'Role', 'metadata': {'name': 'editor'}, 'rules': ["
                        + "{'apiGroups': ['rbac.authorization.k8s.io'], 'resources': ['roles'], 'verbs': ['create']},"
                        + "{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get']}]}");
        send(
                admin,
                bindings,
                "{'kind': 'RoleBinding', 'metadata': {'name': 'editor'}, 'roleRef':"
                        + " {'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'Role', 'name': 'editor'}, 'subjects':"
                        + " [{'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'User', 'name': 'joe'}]}");
        var joe = cluster.clientOf("joe");
        send(
                joe,
                roles,
                "{'kind': 'Role', 'metadata': {'name': 'own'}, 'rules': ["
                        + "{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get']}]}");
        var refused = assertThrows(
                ApiFailure.class,
                () -> send(
                        joe,
                        roles,
                        "{'kind': 'Role', 'metadata': {'name': 'more'}, 'rules': ["
                                + "{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['get', 'delete']}]}"));
        assertEquals(
                "roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"joe\" (groups=[\"system:authenticated\"])"
                        + " is attempting to grant RBAC permissions not currently held:\n"
                        + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}",
                refused.status().string("message"));
    }

    private static JsonMap send(Client client, String path, String body) {
        return client.transport().send(Call.post(path, json(body))).body();
    }

    @ParameterizedTest
    @CsvSource({"mine, 200", "other, 403"})
    void nodesReadTheSecretsOfTheirPods(String name, int code, Jibe cluster, Client admin, TestNamespace namespace) {
        admin.of(Secret.KIND).create(Secret.KIND.create(namespace.name(), name));
        var spec = JsonMap.of(
                "nodeName",
                "here",
                "containers",
                JsonList.of(JsonMap.of("name", "c", "image", "i")),
                "volumes",
                JsonList.of(JsonMap.of("name", "v", "secret", JsonMap.of("secretName", "mine"))));
        var pod = Pod.KIND.create(namespace.name(), "p");
        admin.of(Pod.KIND).create(Pod.KIND.of(pod.tree().with("spec", spec)));
        var node = cluster.clientOf("system:node:here", "system:nodes");
        int answered = 200;
        try {
            node.of(Secret.KIND).get(namespace.name(), name);
        } catch (ApiFailure failure) {
            answered = failure.code();
        }
        assertEquals(code, answered);
    }
}
