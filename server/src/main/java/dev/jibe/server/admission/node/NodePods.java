package dev.jibe.server.admission.node;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.PodReferences;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.util.List;

/** What a node may do with pods: show those that it runs by itself, and look after those that are bound to it. */
final class NodePods {

    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final Store<JsonMap> store;

    NodePods(Store<JsonMap> store) {
        this.store = store;
    }

    void check(String node, Attributes attributes) {
        switch (attributes.subresource()) {
            case "" -> pod(node, attributes);
            case "status" -> status(node, attributes);
            case "eviction" -> eviction(node, attributes);
            default ->
                throw attributes.forbidden("unexpected pod subresource \"" + attributes.subresource()
                        + "\", only 'status' and 'eviction' are allowed");
        }
    }

    private void pod(String node, Attributes attributes) {
        switch (attributes.operation()) {
            case CREATE -> create(node, attributes);
            case DELETE -> {
                if (!isBoundTo(node, attributes.old())) {
                    throw attributes.forbidden(
                            "node \"" + node + "\" can only delete pods with spec.nodeName set to itself");
                }
            }
            case UPDATE, CONNECT ->
                throw attributes.forbidden("unexpected operation \"" + attributes.operation() + "\", node \"" + node
                        + "\" can only create and delete mirror pods");
        }
    }

    private static boolean isBoundTo(String node, JsonMap pod) {
        return pod.map("spec").string("nodeName").equals(node);
    }

    private void create(String node, Attributes attributes) {
        var pod = attributes.object();
        var who = "node \"" + node + "\"";
        if (!pod.map("metadata").map("annotations").has(MIRROR)) {
            throw attributes.forbidden(
                    "pod does not have \"" + MIRROR + "\" annotation, " + who + " can only create mirror pods");
        }
        if (!isBoundTo(node, pod)) {
            throw attributes.forbidden(who + " can only create pods with spec.nodeName set to itself");
        }
        owner(node, attributes);
        var spec = pod.map("spec");
        var mayNot = who + " can not create pods that reference ";
        if (!spec.string("serviceAccountName").isEmpty()) {
            throw attributes.forbidden(mayNot + "a service account");
        }
        var kinds = PodReferences.of(spec);
        for (var kind : List.of("secrets", "configmaps", "persistentvolumeclaims")) {
            if (kinds.contains(kind)) {
                throw attributes.forbidden(mayNot + kind);
            }
        }
        if (!spec.list("resourceClaims").isEmpty()) {
            throw attributes.forbidden(mayNot + "resourceclaims");
        }
        for (var source : spec.list("volumes")
                .maps()
                .flatMap(v -> v.map("projected").list("sources").maps())
                .toList()) {
            if (source.has("clusterTrustBundle")) {
                throw attributes.forbidden(mayNot + "clustertrustbundles");
            }
            if (source.has("podCertificate")) {
                throw attributes.forbidden(mayNot + "podcertificates");
            }
        }
    }

    private void owner(String node, Attributes attributes) {
        var who = "node \"" + node + "\"";
        var owners = attributes.object().map("metadata").list("ownerReferences");
        if (owners.size() > 1) {
            throw attributes.forbidden(who + " can only create pods with a single owner reference set to itself");
        }
        var owner = owners.isEmpty() ? JsonMap.EMPTY : owners.map(0);
        if (!owner.string("apiVersion").equals("v1")
                || !owner.string("kind").equals("Node")
                || !owner.string("name").equals(node)) {
            throw attributes.forbidden(who + " can only create pods with an owner reference set to itself");
        }
        if (!owner.bool("controller")) {
            throw attributes.forbidden(who + " can only create pods with a controller owner reference set to itself");
        }
        if (owner.bool("blockOwnerDeletion")) {
            throw attributes.forbidden(who + " must not set blockOwnerDeletion on an owner reference");
        }
        var known = store.latest().get("nodes", node);
        if (known == null) {
            throw ApiException.notFound(new Named("", "node"), node);
        }
        var uid = known.value().map("metadata").string("uid");
        if (!owner.string("uid").equals(uid)) {
            throw attributes.forbidden(
                    "node " + node + " UID mismatch: expected " + owner.string("uid") + " got " + uid);
        }
    }

    private static void status(String node, Attributes attributes) {
        if (!attributes.isUpdate()) {
            throw attributes.forbidden("unexpected operation \"" + attributes.operation() + "\"");
        }
        var who = "node \"" + node + "\"";
        var old = attributes.old();
        if (!isBoundTo(node, old)) {
            throw attributes.forbidden(who + " can only update pod status for pods with spec.nodeName set to itself");
        }
        var pod = attributes.object();
        if (!pod.map("metadata").map("labels").equals(old.map("metadata").map("labels"))) {
            throw attributes.forbidden(who + " cannot update labels through pod status");
        }
        if (!pod.map("status")
                .list("resourceClaimStatuses")
                .equals(old.map("status").list("resourceClaimStatuses"))) {
            throw attributes.forbidden(who + " cannot update resource claim statuses");
        }
        if (!pod.map("status")
                .map("extendedResourceClaimStatus")
                .equals(old.map("status").map("extendedResourceClaimStatus"))) {
            throw attributes.forbidden(who + " cannot update extended resource claim status");
        }
    }

    private void eviction(String node, Attributes attributes) {
        if (!attributes.isCreate()) {
            throw attributes.forbidden("unexpected operation " + attributes.operation());
        }
        var pod = store.latest().get("pods", attributes.namespace() + "/" + attributes.name());
        if (pod == null) {
            throw ApiException.notFound(attributes.resource().named(), attributes.name());
        }
        if (!isBoundTo(node, pod.value())) {
            throw attributes.forbidden("node " + node + " can only evict pods with spec.nodeName set to itself");
        }
    }
}
