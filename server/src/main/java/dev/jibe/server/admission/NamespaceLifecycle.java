package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.util.Set;

/** Refuses objects in namespaces that are not there or are going, and keeps the namespaces that the cluster needs. */
public final class NamespaceLifecycle implements Admission {

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
    private static final Named NAMESPACES = new Named("", "namespaces");

    private final Store<JsonMap> store;

    public NamespaceLifecycle(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        if (attributes.operation() == Operation.CREATE && attributes.resource().namespaced()) {
            check(attributes);
        }
        return attributes.object();
    }

    @Override
    public void validate(Attributes attributes) {
        if (attributes.operation() == Operation.DELETE
                && attributes.isOf("", "namespaces")
                && IMMORTAL.contains(attributes.name())) {
            throw ApiException.forbidden(NAMESPACES, attributes.name(), "this namespace may not be deleted");
        }
    }

    private void check(Attributes attributes) {
        var namespace = attributes.namespace();
        var entry = store.latest().get("namespaces", namespace);
        if (entry == null) {
            throw ApiException.notFound(NAMESPACES, namespace);
        }
        if (entry.value().map("metadata").has("deletionTimestamp")
                && !attributes.isOf("authorization.k8s.io", "localsubjectaccessreviews")) {
            var why = "unable to create new content in namespace " + namespace + " because it is being terminated";
            var resource = attributes.resource().named();
            var cause = JsonMap.of(
                    "reason", "NamespaceTerminating",
                    "message", "namespace " + namespace + " is being terminated",
                    "field", "metadata.namespace");
            var details = JsonMap.of("name", attributes.name(), "kind", resource.name(), "causes", JsonList.of(cause));
            details = resource.group().isEmpty() ? details : details.with("group", resource.group());
            throw ApiException.forbidden(resource + " \"" + attributes.name() + "\" is forbidden: " + why, details);
        }
    }
}
