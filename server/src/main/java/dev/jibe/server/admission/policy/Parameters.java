package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The objects that a binding names as parameters of its policy. */
final class Parameters {

    private final Store<JsonMap> store;
    private final Resources resources;

    Parameters(Store<JsonMap> store, Resources resources) {
        this.store = store;
        this.resources = resources;
    }

    /**
     * The resource of a policy's parameters; empty if it has none.
     *
     * @throws PolicyFailure if nothing of the kind is served
     */
    Optional<Resource> resource(Policy policy) {
        if (!policy.spec().has("paramKind")) {
            return Optional.empty();
        }
        var kind = policy.spec().map("paramKind");
        var apiVersion = kind.string("apiVersion");
        var found = resources.all().stream()
                .filter(r -> r.apiVersion().equals(apiVersion) && r.kind().equals(kind.string("kind")))
                .findFirst();
        if (found.isEmpty()) {
            throw new PolicyFailure("failed to find resource referenced by paramKind: '"
                    + (apiVersion.contains("/") ? apiVersion : "/" + apiVersion) + ", Kind=" + kind.string("kind")
                    + "'");
        }
        return found;
    }

    /**
     * The parameters; the policy is followed once for each of them, and once without if it has none.
     *
     * @param namespace of the object that is looked at
     * @throws PolicyFailure if there are none, or none can be found
     */
    List<Optional<JsonMap>> of(Optional<Resource> resource, Binding binding, String namespace) {
        if (resource.isEmpty() || !binding.spec().has("paramRef")) {
            return List.of(Optional.empty());
        }
        var reference = binding.spec().map("paramRef");
        var in = namespace(resource.get(), reference, namespace);
        var found = new ArrayList<Optional<JsonMap>>();
        if (reference.has("selector")) {
            var labels = LabelSelector.of(reference.map("selector"));
            var prefix = in.isEmpty() ? "" : in + "/";
            for (var entry : store.latest().range(resource.get().bucket(), prefix, null, Integer.MAX_VALUE)) {
                if (labels.matches(entry.value().map("metadata").map("labels"))) {
                    found.add(Optional.of(resource.get().storage().fromStorage(entry.value())));
                }
            }
        } else {
            var entry = store.latest().get(resource.get().bucket(), Resource.key(in, reference.string("name")));
            if (entry != null) {
                found.add(Optional.of(resource.get().storage().fromStorage(entry.value())));
            }
        }
        if (found.isEmpty() && reference.string("parameterNotFoundAction").equals("Deny")) {
            throw new PolicyFailure("no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        return found;
    }

    private static String namespace(Resource resource, JsonMap reference, String namespace) {
        var named = reference.string("namespace");
        if (!resource.namespaced()) {
            if (!named.isEmpty()) {
                throw new PolicyFailure("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
            }
            return "";
        }
        if (named.isEmpty() && namespace.isEmpty()) {
            throw new PolicyFailure(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        }
        return named.isEmpty() ? namespace : named;
    }
}
