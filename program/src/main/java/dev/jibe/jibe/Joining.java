package dev.jibe.jibe;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * What lets machines join a cluster by themselves: who may read {@code cluster-info}, who may ask for which certificate,
 * and what a node on another machine may see beyond what the Node authorizer gives it.
 *
 * <p>See https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/.
 */
final class Joining {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String BOOTSTRAPPERS = "system:bootstrappers";
    private static final String NODES = "system:nodes";
    private static final String REQUESTS = "system:certificates.k8s.io:certificatesigningrequests:";

    private Joining() {}

    static List<JsonMap> rights() {
        return List.of(
                bound("jibe:node-bootstrapper", "system:node-bootstrapper", BOOTSTRAPPERS),
                bound("jibe:node-approval", REQUESTS + "nodeclient", BOOTSTRAPPERS),
                bound("jibe:node-renewal", REQUESTS + "selfnodeclient", NODES),
                bound("jibe:node-proxier", "system:node-proxier", NODES),
                role("ClusterRole", JsonMap.of("name", "jibe:node-volumes"), rule("persistentvolumes", "*")),
                bound("jibe:node-volumes", "jibe:node-volumes", NODES),
                role(
                        "Role",
                        JsonMap.of("name", "jibe:cluster-info", "namespace", JoinInfo.NAMESPACE),
                        rule("configmaps", "get").with("resourceNames", JsonList.of(JoinInfo.NAME))),
                binding(
                        "RoleBinding",
                        JsonMap.of("name", "jibe:cluster-info", "namespace", JoinInfo.NAMESPACE),
                        "Role",
                        "jibe:cluster-info",
                        "system:unauthenticated"));
    }

    private static JsonMap rule(String resource, String verb) {
        return JsonMap.of("apiGroups", JsonList.of(""), "resources", JsonList.of(resource), "verbs", JsonList.of(verb));
    }

    private static JsonMap role(String kind, JsonMap metadata, JsonMap rule) {
        return JsonMap.of("apiVersion", RBAC + "/v1", "kind", kind, "metadata", metadata, "rules", JsonList.of(rule));
    }

    private static JsonMap bound(String name, String role, String group) {
        return binding("ClusterRoleBinding", JsonMap.of("name", name), "ClusterRole", role, group);
    }

    private static JsonMap binding(String kind, JsonMap metadata, String roleKind, String role, String group) {
        return JsonMap.of(
                "apiVersion",
                RBAC + "/v1",
                "kind",
                kind,
                "metadata",
                metadata,
                "roleRef",
                JsonMap.of("apiGroup", RBAC, "kind", roleKind, "name", role),
                "subjects",
                JsonList.of(JsonMap.of("apiGroup", RBAC, "kind", "Group", "name", group)));
    }
}
