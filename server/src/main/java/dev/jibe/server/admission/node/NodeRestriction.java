package dev.jibe.server.admission.node;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.certificates.RequestSubject;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Semantic;
import dev.jibe.store.Store;
import java.util.List;

/**
 * Limits what a node may change to itself and the pods that are bound to it.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction">NodeRestriction</a>.
 */
public final class NodeRestriction implements Admission.Mutating {

    private static final String PREFIX = "system:node:";
    private static final String LEASES = "kube-node-lease";
    private static final List<String> NODE_SIGNERS =
            List.of("kubernetes.io/kubelet-serving", "kubernetes.io/kube-apiserver-client-kubelet");

    private final NodePods pods;
    private final NodeTokens tokens;
    private final NodeCertificates certificates;

    public NodeRestriction(Store<JsonMap> store, Authorizer authorizer) {
        this.pods = new NodePods(store);
        this.tokens = new NodeTokens(store, authorizer);
        this.certificates = new NodeCertificates(store);
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var user = attributes.user();
        boolean isNode = user.isIn("system:nodes") && user.name().startsWith(PREFIX);
        if (isNode && attributes.operation() != Attributes.Operation.CONNECT) {
            check(user.name().substring(PREFIX.length()), attributes);
        }
        return attributes.object();
    }

    private void check(String node, Attributes attributes) {
        if (node.isEmpty()) {
            throw attributes.forbidden(
                    "could not determine node from user \"" + attributes.user().name() + "\"");
        }
        switch (attributes.resource().info().groupResource()) {
            case "pods" -> pods.check(node, attributes);
            case "nodes" -> node(node, attributes);
            case "persistentvolumeclaims" -> claim(node, attributes);
            case "serviceaccounts" -> tokens.check(node, attributes);
            case "leases.coordination.k8s.io" -> lease(node, attributes);
            case "csinodes.storage.k8s.io" ->
                named(node, attributes, "can only access CSINode with the same name as the requesting node");
            case "resourceslices.resource.k8s.io" -> slice(node, attributes);
            case "certificatesigningrequests.certificates.k8s.io" -> request(attributes);
            case "podcertificaterequests.certificates.k8s.io" -> certificates.check(node, attributes);
            default -> {}
        }
    }

    private static String name(Attributes attributes) {
        return attributes.name().isEmpty() ? attributes.object().map("metadata").string("name") : attributes.name();
    }

    private static void named(String node, Attributes attributes, String why) {
        if (!name(attributes).equals(node)) {
            throw attributes.forbidden(why);
        }
    }

    private static void node(String node, Attributes attributes) {
        var who = "node \"" + node + "\"";
        var object = attributes.object();
        var old = attributes.old();
        var forbidden = attributes.isDelete()
                ? List.<String>of()
                : List.copyOf(NodeLabels.forbidden(
                        object.map("metadata").map("labels"),
                        old.map("metadata").map("labels")));
        if (attributes.isCreate()) {
            if (object.map("spec").has("configSource")) {
                throw attributes.forbidden(who + " is not allowed to create pods with a non-nil configSource");
            }
            if (!forbidden.isEmpty()) {
                throw attributes.forbidden(
                        who + " is not allowed to set the following labels: " + String.join(", ", forbidden));
            }
        }
        named(node, attributes, who + " is not allowed to modify node \"" + name(attributes) + "\"");
        if (!attributes.isUpdate()) {
            return;
        }
        if (object.map("spec").has("configSource")
                && !object.map("spec")
                        .map("configSource")
                        .equals(old.map("spec").map("configSource"))) {
            throw attributes.forbidden(who + " is not allowed to update configSource to a new non-nil configSource");
        }
        if (!Semantic.equal(object.at("spec", "taints"), old.at("spec", "taints"))) {
            throw attributes.forbidden(who + " is not allowed to modify taints");
        }
        if (!forbidden.isEmpty()) {
            throw attributes.forbidden("is not allowed to modify labels: " + String.join(", ", forbidden));
        }
        if (!Semantic.equal(object.at("metadata", "ownerReferences"), old.at("metadata", "ownerReferences"))) {
            throw attributes.forbidden(who + " is not allowed to modify ownerReferences");
        }
    }

    private static void claim(String node, Attributes attributes) {
        if (!attributes.subresource().equals("status")) {
            throw attributes.forbidden("may only update PVC status");
        }
        if (!attributes.isUpdate()) {
            throw attributes.forbidden("unexpected operation \"" + attributes.operation() + "\"");
        }
        if (!Semantic.equal(bare(attributes.object()), bare(attributes.old()))) {
            throw attributes.forbidden("node \"" + node
                    + "\" is not allowed to update fields other than status.quantity and status.conditions");
        }
    }

    /** A claim without what its node may change. */
    private static JsonMap bare(JsonMap claim) {
        var status = claim.map("status");
        for (var key : List.of(
                "capacity",
                "conditions",
                "allocatedResources",
                "allocatedResourceStatuses",
                "modifyVolumeStatus",
                "currentVolumeAttributesClassName")) {
            status = status.without(key);
        }
        var metadata = claim.map("metadata").without("resourceVersion").without("managedFields");
        return claim.with("status", status).with("metadata", metadata);
    }

    private static void lease(String node, Attributes attributes) {
        if (!attributes.namespace().equals(LEASES)) {
            throw attributes.forbidden("can only access leases in the \"" + LEASES + "\" system namespace");
        }
        named(node, attributes, "can only access node lease with the same name as the requesting node");
    }

    private static void slice(String node, Attributes attributes) {
        var slice = attributes.subject();
        boolean own = slice.map("spec").string("nodeName").equals(node);
        if (!own && (attributes.isCreate() || attributes.isDelete())) {
            throw attributes.forbidden("can only " + (attributes.isCreate() ? "create" : "delete")
                    + " ResourceSlice with the same NodeName as the requesting node");
        }
    }

    private static void request(Attributes attributes) {
        var spec = attributes.object().map("spec");
        if (!attributes.isCreate()
                || !attributes.subresource().isEmpty()
                || !NODE_SIGNERS.contains(spec.string("signerName"))) {
            return;
        }
        RequestSubject subject;
        try {
            subject = RequestSubject.of(spec.string("request"));
        } catch (IllegalArgumentException e) {
            throw attributes.forbidden("unable to parse csr: " + e.getMessage());
        }
        var name = attributes.user().name();
        if (!subject.commonName().equals(name)) {
            throw attributes.forbidden("can only create a node CSR with CN=" + name);
        }
    }
}
