package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.util.Set;

/**
 * Refuses objects in namespaces that are not there or are going, and keeps the namespaces that the cluster needs.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespacelifecycle">NamespaceLifecycle</a>.
 */
public final class NamespaceLifecycle implements Admission.Mutating {

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
    private static final Named NAMESPACES = new Named("", "namespaces");

    private final Store<JsonMap> store;

    public NamespaceLifecycle(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        boolean isNamespace = attributes.resource().info().groupResource().equals("namespaces");
        if (isNamespace && attributes.isDelete() && IMMORTAL.contains(attributes.name())) {
            throw ApiException.forbidden(NAMESPACES, attributes.name(), "this namespace may not be deleted");
        }
        boolean inNamespace = !attributes.namespace().isEmpty() && !isNamespace && !attributes.isDelete();
        if (inNamespace && !attributes.isOf("authorization.k8s.io", "localsubjectaccessreviews")) {
            check(attributes);
        }
        return attributes.object();
    }

    private void check(Attributes attributes) {
        var namespace = attributes.namespace();
        var entry = store.find("namespaces", namespace);
        if (entry == null) {
            throw ApiException.notFound(NAMESPACES, namespace);
        }
        if (!attributes.isCreate() || !entry.value().map("metadata").has("deletionTimestamp")) {
            return;
        }
        var why = "unable to create new content in namespace " + namespace + " because it is being terminated";
        var resource = attributes.resource().named();
        var cause = JsonMap.of(
                "reason", "NamespaceTerminating",
                "message", "namespace " + namespace + " is being terminated",
                "field", "metadata.namespace");
        var name = attributes.shownName();
        var details = JsonMap.of("name", name, "kind", resource.name(), "causes", JsonList.of(cause));
        details = resource.group().isEmpty() ? details : details.with("group", resource.group());
        throw ApiException.forbidden(resource + " \"" + name + "\" is forbidden: " + why, details);
    }
}
