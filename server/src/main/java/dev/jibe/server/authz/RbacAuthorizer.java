package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Store;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Role-based access control: a binding gives a subject the rules of a role.
 *
 * <p>It decides by the store's newest snapshot, so that a granted right holds from the moment the grant is answered. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC Authorization</a>.
 */
public final class RbacAuthorizer implements Authorizer, Rules {

    private final Store<JsonMap> store;
    private volatile @Nullable RbacPolicy current;

    public RbacAuthorizer(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public Decision authorize(User user, RequestInfo request) {
        var errors = new LinkedHashSet<String>();
        for (var grant : policy().grants(user, request.namespace())) {
            if (grant.isEmpty()) {
                errors.add(grant.missing());
            }
            for (var rule : grant.rules()) {
                if (RuleSet.covers(rule, request)) {
                    return Decision.allow(grant.reason());
                }
            }
        }
        return errors.isEmpty() ? Decision.NO_OPINION : Decision.noOpinion("RBAC: " + joined(errors));
    }

    @Override
    public Known rules(User user, String namespace) {
        return rules(user, namespace, RbacPolicy.Grant::missing);
    }

    /** The same, for a request about a resource: upstream takes it for the one that is not found. */
    Known rules(User user, String namespace, String resource) {
        return rules(user, namespace, grant -> grant.missing(resource));
    }

    private Known rules(User user, String namespace, Function<RbacPolicy.Grant, String> missing) {
        var errors = new LinkedHashSet<String>();
        var grants = policy().grants(user, namespace);
        grants.stream().filter(RbacPolicy.Grant::isEmpty).map(missing).forEach(errors::add);
        return new Known(
                grants.stream().flatMap(grant -> grant.rules().stream()).toList(),
                errors.isEmpty() ? "" : joined(errors));
    }

    /**
     * The rules of the role that a binding refers to.
     *
     * @return null if there is no such role
     */
    @Nullable
    List<JsonMap> rulesOf(JsonMap reference, String namespace) {
        var name = reference.string("name");
        var role = reference.string("kind").equals("ClusterRole")
                ? store.latest().get(RbacPolicy.CLUSTER_ROLES, name)
                : store.latest().get(RbacPolicy.ROLES, namespace + "/" + name);
        return role == null ? null : role.value().list("rules").maps().toList();
    }

    private RbacPolicy policy() {
        var snapshot = store.latest();
        var policy = current;
        if (policy == null || !policy.holds(snapshot)) {
            policy = RbacPolicy.of(snapshot);
            current = policy;
        }
        return Objects.requireNonNull(policy);
    }

    private static String joined(LinkedHashSet<String> errors) {
        return errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]";
    }
}
