package dev.jibe.server.admission.node;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Snapshot;
import dev.jibe.store.Store;

/** For whom a node may ask for a certificate: a pod that it runs, as who that pod is (KEP-4317). */
final class NodeCertificates {

    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final Store<JsonMap> store;

    NodeCertificates(Store<JsonMap> store) {
        this.store = store;
    }

    void check(String node, Attributes attributes) {
        if (!attributes.isCreate()) {
            throw attributes.forbidden("unexpected operation " + attributes.operation());
        }
        if (!attributes.subresource().isEmpty()) {
            throw attributes.forbidden("unexpected subresource " + attributes.subresource());
        }
        var snapshot = store.latest();
        var spec = attributes.object().map("spec");
        node(node, spec, attributes, snapshot);
        var pod = pod(spec, attributes, snapshot);
        account(spec, pod, attributes, snapshot);
    }

    private static void node(String node, JsonMap spec, Attributes attributes, Snapshot<JsonMap> snapshot) {
        var named = spec.string("nodeName");
        if (!named.equals(node)) {
            throw attributes.forbidden("PodCertificateRequest.Spec.NodeName=" + quoted(named)
                    + ", which is not the requesting node " + quoted(node));
        }
        var uid = uid(found(snapshot, "nodes", "node", named, named));
        if (!uid.equals(spec.string("nodeUID"))) {
            throw late("PodCertificateRequest for pod " + pod(spec, attributes) + " names node UID "
                    + quoted(spec.string("nodeUID")) + ", inconsistent with the running node (" + quoted(uid) + ")");
        }
    }

    private static JsonMap pod(JsonMap spec, Attributes attributes, Snapshot<JsonMap> snapshot) {
        var name = spec.string("podName");
        var key = attributes.namespace() + "/" + name;
        var pod = found(snapshot, "pods", "pod", key, name);
        if (!uid(pod).equals(spec.string("podUID"))) {
            throw late("PodCertificateRequest for pod " + quoted(key) + " contains pod UID ("
                    + quoted(spec.string("podUID")) + ") which differs from running pod " + quoted(uid(pod)));
        }
        if (!pod.map("spec").string("nodeName").equals(spec.string("nodeName"))) {
            throw attributes.forbidden("pod " + quoted(key) + " is not running on node "
                    + quoted(spec.string("nodeName")) + " named in the PodCertificateRequest");
        }
        if (pod.map("metadata").map("annotations").has(MIRROR)) {
            throw attributes.forbidden("pod " + quoted(key) + " is a mirror pod");
        }
        return pod;
    }

    private static void account(JsonMap spec, JsonMap pod, Attributes attributes, Snapshot<JsonMap> snapshot) {
        var name = spec.string("serviceAccountName");
        var running = pod.map("spec").string("serviceAccountName");
        if (!name.equals(running)) {
            throw attributes.forbidden("PodCertificateRequest for pod " + pod(spec, attributes)
                    + " contains serviceAccountName (" + quoted(name) + ") that differs from running pod ("
                    + quoted(running) + ")");
        }
        var key = attributes.namespace() + "/" + name;
        var uid = uid(found(snapshot, "serviceaccounts", "service account", key, name));
        if (!uid.equals(spec.string("serviceAccountUID"))) {
            throw late("PodCertificateRequest for pod " + pod(spec, attributes) + " names service account UID "
                    + quoted(spec.string("serviceAccountUID")) + ", which differs from the running service account ("
                    + quoted(uid) + ")");
        }
    }

    private static JsonMap found(Snapshot<JsonMap> snapshot, String bucket, String what, String key, String name) {
        var entry = snapshot.get(bucket, key);
        if (entry == null) {
            throw late("while retrieving " + what + " " + quoted(key) + " named in the PodCertificateRequest: "
                    + what.replace(" ", "") + " " + quoted(name) + " not found");
        }
        return entry.value();
    }

    /** What may come of a view that is behind, so that it is worth to try again. */
    private static ApiException late(String why) {
        return ApiException.of(500, "", why);
    }

    private static String pod(JsonMap spec, Attributes attributes) {
        return quoted(attributes.namespace() + "/" + spec.string("podName"));
    }

    private static String uid(JsonMap object) {
        return object.map("metadata").string("uid");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
