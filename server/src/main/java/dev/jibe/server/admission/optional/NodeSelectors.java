package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.util.Map;

/**
 * Has the pods of a namespace run on the nodes that it, or the cluster, says.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podnodeselector">PodNodeSelector</a>.
 */
public final class NodeSelectors implements Admission.Mutating, Admission.Validating {

    private static final String NOTE = "scheduler.alpha.kubernetes.io/node-selector";
    private static final String CLUSTER = "clusterDefaultNodeSelector";

    private final Store<JsonMap> store;
    private final Map<String, String> configured;

    /** @param configured selectors by namespace, and that of the cluster */
    public NodeSelectors(Store<JsonMap> store, Map<String, String> configured) {
        this.store = store;
        this.configured = Map.copyOf(configured);
    }

    private static boolean isMeant(Attributes attributes) {
        return attributes.isCreate() && attributes.isOf("", "pods");
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        if (!isMeant(attributes)) {
            return attributes.object();
        }
        var pod = attributes.object();
        var selector = pod.map("spec").map("nodeSelector");
        var wanted = ofNamespace(attributes);
        refuseConflict(attributes, wanted, selector);
        var merged = wanted;
        for (int i = 0; i < selector.size(); i++) {
            merged = merged.with(selector.keyAt(i), selector.valueAt(i));
        }
        var changed = merged.equals(selector) ? pod : pod.withAt(merged, "spec", "nodeSelector");
        validate(attributes.with(changed));
        return changed;
    }

    @Override
    public void validate(Attributes attributes) {
        if (!isMeant(attributes)) {
            return;
        }
        var selector = attributes.object().map("spec").map("nodeSelector");
        refuseConflict(attributes, ofNamespace(attributes), selector);
        var allowed = labels(configured.getOrDefault(attributes.namespace(), ""));
        if (allowed.isEmpty()) {
            return;
        }
        for (int i = 0; i < selector.size(); i++) {
            if (!selector.valueAt(i).equals(allowed.get(selector.keyAt(i)))) {
                throw PodChecks.forbidden(
                        attributes, "pod node label selector labels conflict with its namespace whitelist");
            }
        }
    }

    private static void refuseConflict(Attributes attributes, JsonMap wanted, JsonMap selector) {
        for (int i = 0; i < selector.size(); i++) {
            var other = wanted.get(selector.keyAt(i));
            if (other != null && !other.equals(selector.valueAt(i))) {
                throw PodChecks.forbidden(
                        attributes, "pod node label selector conflicts with its namespace node label selector");
            }
        }
    }

    private JsonMap ofNamespace(Attributes attributes) {
        var namespace = store.find("namespaces", attributes.namespace());
        if (namespace == null) {
            throw ApiException.notFound(new Named("", "namespaces"), attributes.namespace());
        }
        var notes = namespace.value().map("metadata").map("annotations");
        return labels(notes.has(NOTE) ? notes.string(NOTE) : configured.getOrDefault(CLUSTER, ""));
    }

    /** A selector that only says what labels are. */
    private static JsonMap labels(String selector) {
        var labels = JsonMap.EMPTY;
        if (selector.isEmpty()) {
            return labels;
        }
        for (var term : selector.split(",", -1)) {
            var parts = term.split("=", -1);
            if (parts.length != 2) {
                throw ApiException.of(500, "", "invalid selector: [" + String.join(" ", parts) + "]");
            }
            labels = labels.with(parts[0].strip(), parts[1].strip());
        }
        return labels;
    }
}
