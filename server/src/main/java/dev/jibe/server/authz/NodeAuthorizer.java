package dev.jibe.server.authz;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.Requirement;
import dev.jibe.object.selector.Requirement.Operator;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.NodeGraph.Kind;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What nodes may do: what concerns them, and nothing of other nodes.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/node/">Using Node Authorization</a>.
 */
public final class NodeAuthorizer implements Authorizer, Rules {

    private static final String PREFIX = "system:node:";
    private static final String NODES = "system:nodes";
    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> OWN = Set.of("get", "create", "update", "patch", "delete");
    private static final Decision UNOPINIONATED = Decision.NO_OPINION;

    private final NodeGraph graph;
    private final List<JsonMap> rules;

    /** @param rules what every node may do with all other resources: those of the role {@code system:node} */
    public NodeAuthorizer(Store<JsonMap> store, List<JsonMap> rules) {
        this.graph = new NodeGraph(store);
        this.rules = List.copyOf(rules);
    }

    /** The name of the node that a user is, if it is one; empty if the user is a node without a name. */
    public static Optional<String> nodeOf(User user) {
        return user.name().startsWith(PREFIX) && user.isIn(NODES)
                ? Optional.of(user.name().substring(PREFIX.length()))
                : Optional.empty();
    }

    @Override
    public Known rules(User user, String namespace) {
        return new Known(
                List.of(), nodeOf(user).isPresent() ? "node authorizer does not support user rule resolution" : "");
    }

    @Override
    public Decision authorize(User user, RequestInfo request) {
        var node = nodeOf(user);
        if (node.isEmpty()) {
            return UNOPINIONATED;
        }
        if (node.get().isEmpty()) {
            return no("unknown node for user \"" + user.name() + "\"");
        }
        return request.isResource() ? resource(node.get(), request) : byRules(request);
    }

    private Decision resource(String node, RequestInfo request) {
        return switch (request.groupResource().toString()) {
            case "secrets" -> readNamespaced(node, Kind.SECRET, request);
            case "configmaps" -> readNamespaced(node, Kind.CONFIG_MAP, request);
            case "persistentvolumeclaims" ->
                request.subresource().equals("status")
                        ? updateStatus(node, Kind.CLAIM, request)
                        : getOne(node, Kind.CLAIM, request);
            case "persistentvolumes" -> getOne(node, Kind.VOLUME, request);
            case "volumeattachments.storage.k8s.io" -> getOne(node, Kind.ATTACHMENT, request);
            case "resourceclaims.resource.k8s.io" -> getOne(node, Kind.RESOURCE_CLAIM, request);
            case "serviceaccounts" -> serviceAccount(node, request);
            case "leases.coordination.k8s.io" -> lease(node, request);
            case "csinodes.storage.k8s.io" -> csiNode(node, request);
            case "resourceslices.resource.k8s.io" -> slice(node, request);
            case "podcertificaterequests.certificates.k8s.io" -> podCertificate(node, request);
            case "nodes" -> node(node, request);
            case "pods" -> pod(node, request);
            default -> byRules(request);
        };
    }

    private Decision byRules(RequestInfo request) {
        return rules.stream().anyMatch(rule -> RuleSet.covers(rule, request)) ? Decision.ALLOWED : UNOPINIONATED;
    }

    private static Decision no(String reason) {
        return Decision.noOpinion(reason);
    }

    private Decision related(String node, Kind kind, RequestInfo request) {
        if (request.name().isEmpty()) {
            return no("No Object name found");
        }
        return graph.concerns(node, kind, request.namespace(), request.name())
                ? Decision.ALLOWED
                : no("no relationship found between node '" + node + "' and this object");
    }

    private Decision readNamespaced(String node, Kind kind, RequestInfo request) {
        if (!READ.contains(request.verb())) {
            return no("can only read resources of this type");
        }
        if (!request.subresource().isEmpty()) {
            return no("cannot read subresource");
        }
        return request.namespace().isEmpty()
                ? no("can only read namespaced object of this type")
                : related(node, kind, request);
    }

    private Decision getOne(String node, Kind kind, RequestInfo request) {
        if (!request.verb().equals("get")) {
            return no("can only get individual resources of this type");
        }
        return request.subresource().isEmpty() ? related(node, kind, request) : no("cannot get subresource");
    }

    private Decision updateStatus(String node, Kind kind, RequestInfo request) {
        boolean writes = request.verb().equals("update") || request.verb().equals("patch");
        return writes ? related(node, kind, request) : no("can only get/update/patch this type");
    }

    private Decision serviceAccount(String node, RequestInfo request) {
        if (request.verb().equals("get") && request.subresource().isEmpty()) {
            return related(node, Kind.SERVICE_ACCOUNT, request);
        }
        if (!request.verb().equals("create") || request.name().isEmpty()) {
            return no("can only create tokens for individual service accounts");
        }
        return request.subresource().equals("token")
                ? related(node, Kind.SERVICE_ACCOUNT, request)
                : no("can only create token subresource of serviceaccount");
    }

    private static Decision lease(String node, RequestInfo request) {
        if (!OWN.contains(request.verb())) {
            return no("can only get, create, update, patch, or delete a node lease");
        }
        if (!request.namespace().equals("kube-node-lease")) {
            return no("can only access leases in the \"kube-node-lease\" system namespace");
        }
        return request.verb().equals("create") || request.name().equals(node)
                ? Decision.ALLOWED
                : no("can only access node lease with the same name as the requesting node");
    }

    private static Decision csiNode(String node, RequestInfo request) {
        if (!OWN.contains(request.verb())) {
            return no("can only get, create, update, patch, or delete a CSINode");
        }
        if (!request.subresource().isEmpty()) {
            return no("cannot authorize CSINode subresources");
        }
        return request.verb().equals("create") || request.name().equals(node)
                ? Decision.ALLOWED
                : no("can only access CSINode with the same name as the requesting node");
    }

    private Decision slice(String node, RequestInfo request) {
        if (!request.subresource().isEmpty()) {
            return no("cannot authorize ResourceSlice subresources");
        }
        return switch (request.verb()) {
            case "create" -> Decision.ALLOWED;
            case "get", "update", "patch", "delete" -> related(node, Kind.RESOURCE_SLICE, request);
            case "list", "watch", "deletecollection" ->
                selects(request, "spec.nodeName", node)
                        ? Decision.ALLOWED
                        : no("can only list/watch/deletecollection resourceslices with nodeName field selector");
            default ->
                no("only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update,"
                        + " patch, delete, deletecollection");
        };
    }

    private Decision podCertificate(String node, RequestInfo request) {
        if (!request.subresource().isEmpty()) {
            return no("nodes may not access the status subresource of PodCertificateRequests");
        }
        return switch (request.verb()) {
            case "create" -> Decision.ALLOWED;
            case "get" -> related(node, Kind.POD_CERTIFICATE, request);
            case "list", "watch" ->
                selects(request, "spec.nodeName", node)
                        ? Decision.ALLOWED
                        : no("can only list/watch podcertificaterequests with nodeName field selector");
            default -> no("nodes may not " + request.verb() + " podcertificaterequests");
        };
    }

    private Decision node(String node, RequestInfo request) {
        if (!request.subresource().isEmpty() || !READ.contains(request.verb())) {
            return byRules(request);
        }
        if (request.name().equals(node)) {
            return Decision.ALLOWED;
        }
        var asked = request.name().isEmpty() ? "all nodes" : "'" + request.name() + "'";
        return no("node '" + node + "' cannot read " + asked + ", only its own Node object");
    }

    private Decision pod(String node, RequestInfo request) {
        if (!request.subresource().isEmpty()) {
            return byRules(request);
        }
        return switch (request.verb()) {
            case "get" -> related(node, Kind.POD, request);
            case "list", "watch" -> {
                if (selects(request, "spec.nodeName", node)) {
                    yield Decision.ALLOWED;
                }
                yield request.name().isEmpty()
                        ? no("can only list/watch pods with spec.nodeName field selector")
                        : related(node, Kind.POD, request);
            }
            default -> byRules(request);
        };
    }

    private static boolean selects(RequestInfo request, String field, String value) {
        return request.selectors().fields().stream().anyMatch(each -> isExactly(each, field, value));
    }

    private static boolean isExactly(Requirement requirement, String field, String value) {
        return requirement.key().equals(field)
                && (requirement.operator() == Operator.EQUALS || requirement.operator() == Operator.IN)
                && requirement.values().equals(List.of(value));
    }
}
