package dev.jibe.server.admission.node;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Store;
import java.util.List;

/** Which tokens a node may ask for: those of the accounts of its pods, for audiences that the pods name. */
final class NodeTokens {

    private final Store<JsonMap> store;
    private final Authorizer authorizer;

    NodeTokens(Store<JsonMap> store, Authorizer authorizer) {
        this.store = store;
        this.authorizer = authorizer;
    }

    void check(String node, Attributes attributes) {
        if (!attributes.isCreate() || !attributes.subresource().equals("token")) {
            return;
        }
        var spec = attributes.object().map("spec");
        var reference = spec.map("boundObjectRef");
        if (!reference.string("apiVersion").equals("v1")
                || !reference.string("kind").equals("Pod")
                || reference.string("name").isEmpty()) {
            throw attributes.forbidden("node requested token not bound to a pod");
        }
        if (reference.string("uid").isEmpty()) {
            throw attributes.forbidden("node requested token with a pod binding without a uid");
        }
        var name = reference.string("name");
        var entry = store.latest().get("pods", attributes.namespace() + "/" + name);
        if (entry == null) {
            throw ApiException.notFound(new Named("", "pods"), name);
        }
        var pod = entry.value();
        if (!pod.map("metadata").string("uid").equals(reference.string("uid"))) {
            throw attributes.forbidden("the UID in the bound object reference (" + reference.string("uid")
                    + ") does not match the UID in record. The object might have been deleted and then recreated");
        }
        if (!pod.map("spec").string("nodeName").equals(node)) {
            throw attributes.forbidden("node requested token bound to a pod scheduled on a different node");
        }
        var audiences = spec.list("audiences").strings().toList();
        if (audiences.size() > 1) {
            throw attributes.forbidden("node may only request 0 or 1 audiences");
        }
        var audience = audiences.isEmpty() ? "" : audiences.getFirst();
        if (!isNamed(pod, audience) && !isGranted(attributes, audience)) {
            throw attributes.forbidden("audience \"" + audience + "\" not found in pod spec volume, "
                    + attributes.user().name() + " is not authorized to request tokens for this audience");
        }
    }

    private boolean isNamed(JsonMap pod, String audience) {
        for (var volume : pod.map("spec").list("volumes").maps().toList()) {
            boolean projected = volume.map("projected")
                    .list("sources")
                    .maps()
                    .filter(source -> source.has("serviceAccountToken"))
                    .anyMatch(source ->
                            source.map("serviceAccountToken").string("audience").equals(audience));
            if (projected || asksForToken(driver(pod, volume), audience)) {
                return true;
            }
        }
        return audience.isEmpty();
    }

    /** The driver of a volume, whether it stands in the pod or in the volume that it claims. */
    private String driver(JsonMap pod, JsonMap volume) {
        if (volume.has("csi")) {
            return volume.map("csi").string("driver");
        }
        var namespace = pod.map("metadata").string("namespace");
        var claim = volume.has("ephemeral")
                ? pod.map("metadata").string("name") + "-" + volume.string("name")
                : volume.map("persistentVolumeClaim").string("claimName");
        var found = claim.isEmpty() ? null : store.latest().get("persistentvolumeclaims", namespace + "/" + claim);
        var bound = found == null ? "" : found.value().map("spec").string("volumeName");
        var persistent = bound.isEmpty() ? null : store.latest().get("persistentvolumes", bound);
        return persistent == null
                ? ""
                : persistent.value().map("spec").map("csi").string("driver");
    }

    private boolean asksForToken(String driver, String audience) {
        var entry = driver.isEmpty() ? null : store.latest().get("csidrivers.storage.k8s.io", driver);
        return entry != null
                && entry.value()
                        .map("spec")
                        .list("tokenRequests")
                        .maps()
                        .anyMatch(request -> request.string("audience").equals(audience));
    }

    private boolean isGranted(Attributes attributes, String audience) {
        var question = new RequestInfo(
                true,
                "request-serviceaccounts-token-audience",
                "",
                "",
                "v1",
                attributes.namespace(),
                audience,
                "",
                attributes.name(),
                List.of());
        return authorizer.authorize(attributes.user(), question).allowed();
    }
}
