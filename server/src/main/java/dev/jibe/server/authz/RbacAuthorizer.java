package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Snapshot;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Role-based access control: a binding gives a subject the rules of a role.
 *
 * <p>It reads the store's newest snapshot, so that a granted right holds from the moment the grant is answered. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC Authorization</a>.
 */
public final class RbacAuthorizer implements Authorizer {

    private static final String GROUP = ".rbac.authorization.k8s.io";
    private static final String CLUSTER_ROLE_BINDINGS = "clusterrolebindings" + GROUP;
    private static final String CLUSTER_ROLES = "clusterroles" + GROUP;
    private static final String ROLE_BINDINGS = "rolebindings" + GROUP;
    private static final String ROLES = "roles" + GROUP;

    private final Store<JsonMap> store;

    public RbacAuthorizer(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public Decision authorize(User user, RequestInfo request) {
        if (user.isIn(User.MASTERS)) {
            return new Decision(true, "");
        }
        var snapshot = store.latest();
        for (var entry : snapshot.range(CLUSTER_ROLE_BINDINGS)) {
            var binding = entry.value();
            if (binds(binding, user, "") && covers(snapshot, binding, "", request)) {
                var role = binding.map("roleRef").string("name");
                return new Decision(
                        true,
                        "RBAC: allowed by ClusterRoleBinding \"" + entry.key() + "\" of ClusterRole \"" + role
                                + "\" to " + subject(binding, user, ""));
            }
        }
        var namespace = request.namespace();
        if (!namespace.isEmpty()) {
            for (var entry : snapshot.range(ROLE_BINDINGS, namespace + "/", null, Integer.MAX_VALUE)) {
                var binding = entry.value();
                if (binds(binding, user, namespace) && covers(snapshot, binding, namespace, request)) {
                    var role = binding.map("roleRef");
                    return new Decision(
                            true,
                            "RBAC: allowed by RoleBinding \""
                                    + binding.map("metadata").string("name") + "/" + namespace
                                    + "\" of " + role.string("kind") + " \"" + role.string("name") + "\" to "
                                    + subject(binding, user, namespace));
                }
            }
        }
        return Decision.NO_OPINION;
    }

    /** Every rule that holds for the user in the namespace, those of the whole cluster first. */
    public List<JsonMap> rules(User user, String namespace) {
        var snapshot = store.latest();
        var rules = new ArrayList<JsonMap>();
        for (var entry : snapshot.range(CLUSTER_ROLE_BINDINGS)) {
            if (binds(entry.value(), user, "")) {
                rules.addAll(rulesOf(snapshot, entry.value(), ""));
            }
        }
        for (var entry : snapshot.range(ROLE_BINDINGS, namespace + "/", null, Integer.MAX_VALUE)) {
            if (binds(entry.value(), user, namespace)) {
                rules.addAll(rulesOf(snapshot, entry.value(), namespace));
            }
        }
        return rules;
    }

    private static List<JsonMap> rulesOf(Snapshot<JsonMap> snapshot, JsonMap binding, String namespace) {
        var reference = binding.map("roleRef");
        var role = reference.string("kind").equals("ClusterRole")
                ? snapshot.get(CLUSTER_ROLES, reference.string("name"))
                : snapshot.get(ROLES, namespace + "/" + reference.string("name"));
        return role == null ? List.of() : role.value().list("rules").maps().toList();
    }

    private static boolean covers(Snapshot<JsonMap> snapshot, JsonMap binding, String namespace, RequestInfo request) {
        return rulesOf(snapshot, binding, namespace).stream().anyMatch(rule -> RuleSet.covers(rule, request));
    }

    private static boolean binds(JsonMap binding, User user, String namespace) {
        return binding.list("subjects").maps().anyMatch(subject -> isUser(subject, user, namespace));
    }

    private static boolean isUser(JsonMap subject, User user, String namespace) {
        return switch (subject.string("kind")) {
            case "User" -> subject.string("name").equals(user.name());
            case "Group" -> user.isIn(subject.string("name"));
            case "ServiceAccount" -> user.name().equals(account(subject, namespace));
            default -> false;
        };
    }

    private static String account(JsonMap subject, String namespace) {
        var own = subject.string("namespace").isEmpty() ? namespace : subject.string("namespace");
        return "system:serviceaccount:" + own + ":" + subject.string("name");
    }

    private static String subject(JsonMap binding, User user, String namespace) {
        return binding.list("subjects")
                .maps()
                .filter(subject -> isUser(subject, user, namespace))
                .findFirst()
                .map(s -> s.string("kind") + " \""
                        + (s.string("kind").equals("ServiceAccount")
                                ? s.string("name") + "/" + s.string("namespace")
                                : s.string("name"))
                        + "\"")
                .orElse("");
    }
}
