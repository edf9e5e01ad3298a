package dev.jibe.server.authz;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/**
 * Nobody gives away rights that they do not have, unless they may {@code escalate} roles or {@code bind} them.
 *
 * <p>It is asked after everything that changes an object, whether or not admission plugins are turned off. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping">Privilege
 * escalation prevention</a>.
 */
public final class RoleEscalation implements Admission.Mutating {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<String> ALL_GC_FIELDS = List.of("ownerReferences", "finalizers", "managedFields");
    private static final JsonList ANY = JsonList.of("*");
    private static final List<JsonMap> EVERYTHING = List.of(
            JsonMap.of("verbs", ANY, "apiGroups", ANY, "resources", ANY),
            JsonMap.of("verbs", ANY, "nonResourceURLs", ANY));

    private final RbacAuthorizer roles;
    private final Authorizer authorizer;

    /** @param authorizer who may escalate and bind */
    public RoleEscalation(RbacAuthorizer roles, Authorizer authorizer) {
        this.roles = roles;
        this.authorizer = authorizer;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        if (attributes.resource().info().group().equals(GROUP)
                && attributes.subresource().isEmpty()
                && attributes.operation() != Operation.DELETE
                && !attributes.user().isIn(User.MASTERS)
                && !changesOnlyOwnership(attributes)) {
            switch (attributes.resource().info().plural()) {
                case "roles", "clusterroles" -> checkRole(attributes);
                case "rolebindings", "clusterrolebindings" -> checkBinding(attributes);
                default -> {}
            }
        }
        return attributes.object();
    }

    /** What the garbage collector has to be able to do. */
    private static boolean changesOnlyOwnership(Attributes attributes) {
        return attributes.operation() == Operation.UPDATE
                && plain(attributes.object()).equals(plain(attributes.old()));
    }

    private static JsonMap plain(JsonMap object) {
        var metadata = object.map("metadata");
        for (var field : ALL_GC_FIELDS) {
            metadata = metadata.without(field);
        }
        return object.with("metadata", metadata);
    }

    private void checkRole(Attributes attributes) {
        if (may(attributes, "escalate", attributes.resource().info().plural(), nameInPath(attributes))) {
            return;
        }
        confirm(attributes, attributes.object().list("rules").maps().toList());
        boolean aggregates = aggregates(attributes.object()) || aggregates(attributes.old());
        if (aggregates && !missing(attributes, EVERYTHING).isEmpty()) {
            throw refused(attributes, "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private static boolean aggregates(JsonMap role) {
        return !role.map("aggregationRule").list("clusterRoleSelectors").isEmpty();
    }

    private static String nameInPath(Attributes attributes) {
        return attributes.operation() == Operation.CREATE ? "" : attributes.name();
    }

    private void checkBinding(Attributes attributes) {
        var reference = attributes.object().map("roleRef");
        var kind = reference.string("kind");
        var name = reference.string("name");
        var plural = kind.equals("ClusterRole") ? "clusterroles" : "roles";
        if (may(attributes, "bind", plural, name)) {
            return;
        }
        if (!kind.equals("ClusterRole") && !kind.equals("Role")) {
            throw ApiException.unsorted("unsupported role reference kind: \"" + kind + "\"");
        }
        if (kind.equals("Role") && attributes.namespace().isEmpty()) {
            throw ApiException.badRequest("Namespace parameter required.");
        }
        var rules = roles.rulesOf(reference, attributes.namespace());
        if (rules == null) {
            throw ApiException.notFound(attributes.resource().named(), name);
        }
        confirm(attributes, rules);
    }

    private boolean may(Attributes attributes, String verb, String resource, String name) {
        var question =
                new RequestInfo(true, verb, "", GROUP, "*", attributes.namespace(), resource, "", name, List.of());
        return authorizer.authorize(attributes.user(), question).allowed();
    }

    private List<JsonMap> missing(Attributes attributes, List<JsonMap> rules) {
        return RuleCoverage.missing(
                roles.rules(attributes.user(), attributes.namespace()).rules(), rules);
    }

    private void confirm(Attributes attributes, List<JsonMap> rules) {
        var resource = attributes.resource().info().plural();
        var held = roles.rules(attributes.user(), attributes.namespace(), resource);
        var missing = RuleCoverage.missing(held.rules(), rules);
        if (!missing.isEmpty()) {
            var user = attributes.user();
            var why = "user \"" + user.name() + "\" (groups=" + RuleCoverage.quoted(user.groups())
                    + ") is attempting to grant RBAC permissions not currently held:\n" + RuleCoverage.shown(missing);
            throw refused(
                    attributes, held.error().isEmpty() ? why : why + "; resolution errors: [" + held.error() + "]");
        }
    }

    private static ApiException refused(Attributes attributes, String why) {
        var name = attributes.object().map("metadata").string("name");
        return ApiException.forbidden(attributes.resource().named(), name, why);
    }
}
