package dev.jibe.server.bootstrap;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.features.FeatureGates;
import java.util.ArrayList;
import java.util.List;

/**
 * The roles and bindings that every cluster has.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings">Default
 * roles and role bindings</a>.
 */
public final class RolePolicy {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String FEATURE = "feature";
    private static final String AGGREGATE = GROUP + "/aggregate-to-";
    private static final JsonMap LABELS = JsonMap.of("kubernetes.io/bootstrapping", "rbac-defaults");
    private static final JsonMap ANNOTATIONS = JsonMap.of("rbac.authorization.kubernetes.io/autoupdate", "true");
    private static final JsonMap WRITES_EVENTS = JsonMap.of(
            "apiGroups", JsonList.of("", "events.k8s.io"),
            "resources", JsonList.of("events"),
            "verbs", JsonList.of("create", "patch", "update"));

    private RolePolicy() {}

    /** Complete objects, roles before what binds them; with what belongs to features that are on. */
    public static List<JsonMap> objects(FeatureGates features) {
        var objects = new ArrayList<JsonMap>();
        var policy = (JsonMap) only((JsonMap) Yaml.parse(Bootstrap.read("roles.yaml")), features);
        var controllers = (JsonMap) only((JsonMap) Yaml.parse(Bootstrap.read("controllers.yaml")), features);
        policy.list("clusterRoles").maps().forEach(role -> objects.add(clusterRole(role)));
        controllers.forEach((name, rules) ->
                objects.add(role("ClusterRole", controllerRole(name), LABELS).with("rules", rules((JsonList) rules))));
        policy.list("clusterRoleBindings")
                .maps()
                .forEach(binding -> objects.add(binding("ClusterRoleBinding", "ClusterRole", binding)));
        controllers.forEach((name, rules) -> objects.add(controllerBinding(name)));
        policy.list("roles").maps().forEach(role -> objects.add(namespaced(role)));
        policy.list("roleBindings").maps().forEach(binding -> objects.add(binding("RoleBinding", "Role", binding)));
        return objects;
    }

    /** What every node may do, but for what depends on the node. */
    public static List<JsonMap> nodeRules(FeatureGates features) {
        var policy = (JsonMap) only((JsonMap) Yaml.parse(Bootstrap.read("roles.yaml")), features);
        return policy.list("clusterRoles")
                .maps()
                .filter(role -> role.string("name").equals("system:node"))
                .flatMap(role -> role.list("rules").maps())
                .toList();
    }

    /** Without the entries of lists that belong to one that is off. */
    private static Object only(Object value, FeatureGates features) {
        return switch (value) {
            case JsonMap map -> {
                var kept = JsonMap.builder();
                map.forEach((key, each) -> {
                    var left = only(each, features);
                    boolean emptied = left instanceof JsonList list && list.isEmpty() && !each.equals(left);
                    if (!key.equals(FEATURE) && !emptied) {
                        kept.put(key, left);
                    }
                });
                yield kept.build();
            }
            case JsonList list ->
                JsonList.copyOf(list.stream()
                        .filter(each -> !(each instanceof JsonMap map)
                                || !map.has(FEATURE)
                                || features.enabled(map.string(FEATURE)))
                        .map(each -> only(each, features))
                        .toList());
            default -> value;
        };
    }

    private static String controllerRole(String name) {
        return "system:controller:" + name;
    }

    private static JsonMap controllerBinding(String name) {
        return binding(
                "ClusterRoleBinding",
                "ClusterRole",
                JsonMap.of("role", controllerRole(name), "accounts", JsonList.of("kube-system/" + name)));
    }

    private static JsonList rules(JsonList rules) {
        return rules.map(rule -> rule.equals("events") ? WRITES_EVENTS : rule);
    }

    private static JsonMap role(String kind, String name, JsonMap labels) {
        return JsonMap.of(
                "apiVersion",
                GROUP + "/v1",
                "kind",
                kind,
                "metadata",
                JsonMap.of("name", name, "labels", labels, "annotations", ANNOTATIONS));
    }

    private static JsonMap clusterRole(JsonMap role) {
        var name = role.string("name");
        var to = role.string("aggregatedTo");
        var made = role("ClusterRole", name, to.isEmpty() ? LABELS : LABELS.with(AGGREGATE + to, "true"));
        made = role.has("rules") ? made.with("rules", role.list("rules")) : made;
        if (!role.bool("aggregates")) {
            return made;
        }
        var selector = JsonMap.of("matchLabels", JsonMap.of(AGGREGATE + name, "true"));
        return made.with("aggregationRule", JsonMap.of("clusterRoleSelectors", JsonList.of(selector)));
    }

    private static JsonMap namespaced(JsonMap role) {
        return role("Role", role.string("name"), LABELS)
                .withAt(role.string("namespace"), "metadata", "namespace")
                .with("rules", role.list("rules"));
    }

    private static JsonMap binding(String kind, String roleKind, JsonMap binding) {
        var role = binding.string("role");
        var name = binding.string("name").isEmpty() ? role : binding.string("name");
        var made =
                role(kind, name, LABELS).with("roleRef", JsonMap.of("apiGroup", GROUP, "kind", roleKind, "name", role));
        var namespace = binding.string("namespace");
        made = namespace.isEmpty() ? made : made.withAt(namespace, "metadata", "namespace");
        var subjects = subjects(binding);
        return subjects.isEmpty() ? made : made.with("subjects", JsonList.copyOf(subjects));
    }

    private static List<JsonMap> subjects(JsonMap binding) {
        var subjects = new ArrayList<JsonMap>();
        binding.list("groups").strings().forEach(name -> subjects.add(subject("Group", name)));
        binding.list("users").strings().forEach(name -> subjects.add(subject("User", name)));
        binding.list("accounts").strings().forEach(account -> {
            int slash = account.indexOf('/');
            subjects.add(JsonMap.of(
                    "kind", "ServiceAccount",
                    "namespace", account.substring(0, slash),
                    "name", account.substring(slash + 1)));
        });
        return subjects;
    }

    private static JsonMap subject(String kind, String name) {
        return JsonMap.of("apiGroup", GROUP, "kind", kind, "name", name);
    }
}
