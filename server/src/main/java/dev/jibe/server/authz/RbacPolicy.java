package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.store.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All roles and bindings at one moment, sorted by who is bound.
 *
 * <p>Made anew when one of them has changed, which is seldom beside the questions that it answers.
 */
final class RbacPolicy {

    private static final String GROUP = ".rbac.authorization.k8s.io";
    static final String CLUSTER_ROLE_BINDINGS = "clusterrolebindings" + GROUP;
    static final String CLUSTER_ROLES = "clusterroles" + GROUP;
    static final String ROLE_BINDINGS = "rolebindings" + GROUP;
    static final String ROLES = "roles" + GROUP;

    private static final List<String> BUCKETS = List.of(CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES);

    /**
     * What one binding gives to one subject.
     *
     * @param rules of the role
     * @param isEmpty whether there is no such role
     */
    record Grant(JsonMap binding, JsonMap subject, List<JsonMap> rules, boolean isEmpty) {
        String namespace() {
            return binding.map("metadata").string("namespace");
        }

        String name() {
            return binding.map("metadata").string("name");
        }

        /** That there is no such role, as the authorizer words it. */
        String missing() {
            return missing(binding.map("roleRef").string("kind").equals("ClusterRole") ? "clusterrole" : "role");
        }

        String missing(String resource) {
            return resource + GROUP + " \"" + binding.map("roleRef").string("name") + "\" not found";
        }

        String reason() {
            var metadata = binding.map("metadata");
            var role = binding.map("roleRef");
            var namespace = metadata.string("namespace");
            var kind = namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding";
            var name = namespace.isEmpty() ? metadata.string("name") : metadata.string("name") + "/" + namespace;
            return "RBAC: allowed by " + kind + " \"" + name + "\" of " + role.string("kind") + " \""
                    + role.string("name") + "\" to " + shown();
        }

        private String shown() {
            var kind = subject.string("kind");
            var name = subject.string("name");
            return kind + " \"" + (kind.equals("ServiceAccount") ? name + "/" + subject.string("namespace") : name)
                    + "\"";
        }
    }

    /** Grants by the name of a user or group. */
    private record Bound(Map<String, List<Grant>> users, Map<String, List<Grant>> groups) {
        Bound() {
            this(new HashMap<>(), new HashMap<>());
        }

        void forEach(User user, Consumer<Grant> consumer) {
            users.getOrDefault(user.name(), List.of()).forEach(consumer);
            for (var group : user.groups()) {
                groups.getOrDefault(group, List.of()).forEach(consumer);
            }
        }
    }

    private final List<Object> states;
    private final Bound everywhere = new Bound();
    private final Map<String, Bound> inNamespaces = new HashMap<>();

    private RbacPolicy(Snapshot<JsonMap> snapshot) {
        this.states = states(snapshot);
        for (var entry : snapshot.range(CLUSTER_ROLE_BINDINGS)) {
            add(everywhere, snapshot, entry.value(), "");
        }
        for (var entry : snapshot.range(ROLE_BINDINGS)) {
            var namespace = entry.value().map("metadata").string("namespace");
            add(inNamespaces.computeIfAbsent(namespace, key -> new Bound()), snapshot, entry.value(), namespace);
        }
    }

    static RbacPolicy of(Snapshot<JsonMap> snapshot) {
        return new RbacPolicy(snapshot);
    }

    private static List<Object> states(Snapshot<JsonMap> snapshot) {
        return BUCKETS.stream().map(snapshot::stateOf).toList();
    }

    /** Whether nothing has changed since. */
    @SuppressWarnings("ReferenceEquality") // a state is known by its identity
    boolean holds(Snapshot<JsonMap> snapshot) {
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) != snapshot.stateOf(BUCKETS.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static void add(Bound bound, Snapshot<JsonMap> snapshot, JsonMap binding, String namespace) {
        var reference = binding.map("roleRef");
        var name = reference.string("name");
        boolean cluster = reference.string("kind").equals("ClusterRole");
        var role = cluster ? snapshot.get(CLUSTER_ROLES, name) : snapshot.get(ROLES, namespace + "/" + name);
        List<JsonMap> rules =
                role == null ? List.of() : role.value().list("rules").maps().toList();
        binding.list("subjects").maps().forEach(subject -> {
            var grant = new Grant(binding, subject, rules, role == null);
            var who = subject.string("name");
            switch (subject.string("kind")) {
                case "User" -> add(bound.users(), who, grant);
                case "Group" -> add(bound.groups(), who, grant);
                case "ServiceAccount" -> {
                    var own = subject.string("namespace").isEmpty() ? namespace : subject.string("namespace");
                    add(bound.users(), "system:serviceaccount:" + own + ":" + who, grant);
                }
                default -> {}
            }
        });
    }

    private static void add(Map<String, List<Grant>> grants, String name, Grant grant) {
        grants.computeIfAbsent(name, key -> new ArrayList<>(1)).add(grant);
    }

    /** Everything that is granted to the user, in the whole cluster and then in the namespace, if there is one. */
    void forEach(User user, String namespace, Consumer<Grant> consumer) {
        everywhere.forEach(user, consumer);
        var there = namespace.isEmpty() ? null : inNamespaces.get(namespace);
        if (there != null) {
            there.forEach(user, consumer);
        }
    }

    /** The same in the order of their bindings' names, which is upstream's as long as its cache keeps one. */
    List<Grant> grants(User user, String namespace) {
        var grants = new ArrayList<Grant>();
        forEach(user, namespace, grants::add);
        grants.sort(Comparator.comparing((Grant grant) -> grant.namespace()).thenComparing(Grant::name));
        return grants;
    }
}
