package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.ServiceAccountTokens.Binding;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The objects that a token can be bound to: it does not outlive them. */
record BoundObjects(Reading reading, Resource pods, Resource secrets, Resource nodes) {

    static BoundObjects of(Reading reading, Resources resources) {
        return new BoundObjects(
                reading,
                resources.get("", "v1", "pods"),
                resources.get("", "v1", "secrets"),
                resources.get("", "v1", "nodes"));
    }

    /** What the token of an account is bound to; of a pod also the node that it runs on. */
    List<Binding> bindings(JsonMap reference, RequestInfo info) {
        var kind = reference.string("kind");
        var apiVersion = reference.string("apiVersion");
        var name = reference.string("name");
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        var resource = switch (group.isEmpty() ? kind : "") {
            case "Pod" -> pods;
            case "Secret" -> secrets;
            case "Node" -> nodes;
            default ->
                throw ApiException.badRequest("cannot bind token to object of type " + group + "/"
                        + apiVersion.substring(slash + 1) + ", Kind=" + kind);
        };
        var bound = reading.get(resource, resource.namespaced() ? info.namespace() : "", name, Query.EMPTY);
        if (kind.equals("Pod")
                && !bound.map("spec").string("serviceAccountName").equals(info.name())) {
            throw ApiException.badRequest("cannot bind token for serviceaccount \"" + info.name()
                    + "\" to pod running with different serviceaccount name.");
        }
        var metadata = bound.map("metadata");
        var uid = reference.string("uid");
        if (!uid.isEmpty() && !uid.equals(metadata.string("uid"))) {
            throw ApiException.conflict(
                    new ApiException.Named(group, kind),
                    name,
                    "the UID in the bound object reference (" + uid
                            + ") does not match the UID in record. The object might"
                            + " have been deleted and then recreated");
        }
        var bindings = new ArrayList<Binding>();
        bindings.add(new Binding(kind.toLowerCase(Locale.ROOT), metadata.string("name"), metadata.string("uid")));
        var node = kind.equals("Pod") ? bound.map("spec").string("nodeName") : "";
        if (!node.isEmpty()) {
            bindings.add(new Binding("node", node, nodeUid(node)));
        }
        return bindings;
    }

    /** A pod can be on a node that is not registered. */
    private String nodeUid(String name) {
        try {
            return reading.get(nodes, "", name, Query.EMPTY).map("metadata").string("uid");
        } catch (ApiException e) {
            if (e.code() != 404) {
                throw e;
            }
            return "";
        }
    }
}
