package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Fields;
import dev.jibe.store.Store;

/**
 * Turns the name of a pod's priority class into a number, and sees that only one class is the default.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/">Pod Priority and
 * Preemption</a>.
 */
public final class PriorityAdmission implements Admission.Mutating, Admission.Validating {

    private static final String GROUP = "scheduling.k8s.io";
    private static final String BUCKET = "priorityclasses." + GROUP;
    private static final JsonMap NO_CLASS = JsonMap.of("value", 0L, "preemptionPolicy", "PreemptLowerPriority");

    private final Store<JsonMap> store;

    public PriorityAdmission(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var pod = attributes.object();
        if (!attributes.isOf("", "pods")) {
            return pod;
        }
        return switch (attributes.operation()) {
            case CREATE -> pod.with("spec", prioritized(attributes, pod.map("spec")));
            case UPDATE ->
                pod.with("spec", kept(pod.map("spec"), attributes.old().map("spec")));
            case DELETE, CONNECT -> pod;
        };
    }

    /** What was computed once stays, as validation does not let it change. */
    private static JsonMap kept(JsonMap spec, JsonMap old) {
        var result = spec.has("priority") ? spec : Fields.copy(old, spec, "priority");
        return result.has("preemptionPolicy") ? result : Fields.copy(old, result, "preemptionPolicy");
    }

    private JsonMap prioritized(Attributes attributes, JsonMap spec) {
        var name = spec.string("priorityClassName");
        var chosen = name.isEmpty() ? byDefault() : named(name, attributes);
        long value = chosen.number("value");
        if (spec.has("priority") && spec.number("priority") != value) {
            throw attributes.forbidden("the integer value of priority (" + spec.number("priority")
                    + ") must not be provided in pod spec; priority admission controller computed " + value
                    + " from the given PriorityClass name");
        }
        var result = spec.with("priority", value);
        var policy = chosen.string("preemptionPolicy");
        if (!policy.isEmpty()) {
            if (spec.has("preemptionPolicy") && !spec.string("preemptionPolicy").equals(policy)) {
                throw attributes.forbidden("the string value of PreemptionPolicy (" + spec.string("preemptionPolicy")
                        + ") must not be provided in pod spec; priority admission controller computed " + policy
                        + " from the given PriorityClass name");
            }
            result = result.with("preemptionPolicy", policy);
        }
        return chosen.has("metadata")
                ? result.with("priorityClassName", chosen.map("metadata").string("name"))
                : result;
    }

    private JsonMap named(String name, Attributes attributes) {
        var entry = store.latest().get(BUCKET, name);
        if (entry == null) {
            throw attributes.forbidden("no PriorityClass with name " + name + " was found");
        }
        return entry.value();
    }

    /** The class that is meant when none is named; the lowest if several claim to be. */
    private JsonMap byDefault() {
        var best = NO_CLASS;
        for (var entry : store.latest().range(BUCKET)) {
            var value = entry.value();
            boolean better = !best.has("metadata") || value.number("value") < best.number("value");
            best = value.bool("globalDefault") && better ? value : best;
        }
        return best;
    }

    @Override
    public void validate(Attributes attributes) {
        boolean written = attributes.isCreate() || attributes.isUpdate();
        if (!written
                || !attributes.isOf(GROUP, "priorityclasses")
                || !attributes.object().bool("globalDefault")) {
            return;
        }
        var known = byDefault().map("metadata").string("name");
        if (!known.isEmpty() && (attributes.isCreate() || !known.equals(attributes.name()))) {
            throw attributes.forbidden(
                    "PriorityClass " + known + " is already marked as default. Only one default can exist");
        }
    }
}
