package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quota.Amounts;
import dev.jibe.server.registry.Names;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;

/**
 * Gives a pod what its runtime class asks for: overhead, and where it can run.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/containers/runtime-class/">Runtime Class</a>.
 */
public final class RuntimeClassAdmission implements Admission.Mutating, Admission.Validating {

    private static final String DIFFERENT =
            "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    private final Store<JsonMap> store;

    public RuntimeClassAdmission(Store<JsonMap> store) {
        this.store = store;
    }

    private static boolean isNewPod(Attributes attributes) {
        return attributes.isCreate() && attributes.isOf("", "pods");
    }

    /** The class that a pod names; empty if it names none. */
    private JsonMap chosen(Attributes attributes) {
        var spec = attributes.object().map("spec");
        if (!spec.has("runtimeClassName")) {
            return JsonMap.EMPTY;
        }
        var name = spec.string("runtimeClassName");
        var entry = store.latest().get("runtimeclasses.node.k8s.io", name);
        if (entry == null && !Names.wrongPathSegment(name).isEmpty()) {
            throw ApiException.of(500, "", Names.wrongToAsk(name));
        }
        if (entry == null) {
            throw attributes.forbidden("pod rejected: RuntimeClass \"" + name + "\" not found");
        }
        return entry.value();
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        if (!isNewPod(attributes)) {
            return attributes.object();
        }
        var chosen = chosen(attributes);
        var spec = attributes.object().map("spec");
        if (chosen.has("overhead")) {
            var fixed = chosen.map("overhead").map("podFixed");
            if (!spec.map("overhead").isEmpty() && !same(fixed, spec.map("overhead"))) {
                throw attributes.forbidden(DIFFERENT);
            }
            spec = fixed.isEmpty() ? spec : spec.with("overhead", fixed);
        }
        if (chosen.has("scheduling")) {
            spec = scheduled(attributes, spec, chosen.map("scheduling"));
        }
        return attributes.object().with("spec", spec);
    }

    private static boolean same(JsonMap one, JsonMap other) {
        return Amounts.of(one).equals(Amounts.of(other));
    }

    private static JsonMap scheduled(Attributes attributes, JsonMap spec, JsonMap scheduling) {
        var selector = spec.map("nodeSelector");
        for (var wanted : scheduling.map("nodeSelector").strings().entrySet()) {
            var key = wanted.getKey();
            if (selector.has(key) && !selector.string(key).equals(wanted.getValue())) {
                throw attributes.forbidden("conflict: runtimeClass.scheduling.nodeSelector[" + key + "] = "
                        + wanted.getValue() + "; pod.spec.nodeSelector[" + key + "] = " + selector.string(key));
            }
            selector = selector.with(key, wanted.getValue());
        }
        var result = selector.isEmpty() ? spec : spec.with("nodeSelector", selector);
        var tolerations = Tolerations.merged(spec.list("tolerations"), scheduling.list("tolerations"));
        return tolerations.isEmpty() ? result : result.with("tolerations", tolerations);
    }

    @Override
    public void validate(Attributes attributes) {
        if (!isNewPod(attributes)) {
            return;
        }
        var chosen = chosen(attributes);
        var overhead = attributes.object().map("spec").map("overhead");
        if (chosen.has("overhead")) {
            if (!same(chosen.map("overhead").map("podFixed"), overhead)) {
                throw attributes.forbidden(DIFFERENT);
            }
        } else if (!overhead.isEmpty()) {
            throw attributes.forbidden(
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }
}
