package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;

/**
 * Turns the name of a pod's priority class into a number.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/">Pod Priority and
 * Preemption</a>.
 */
public final class PriorityAdmission implements Admission {

    private static final String BUCKET = "priorityclasses.scheduling.k8s.io";

    private final Store<JsonMap> store;

    public PriorityAdmission(Store<JsonMap> store) {
        this.store = store;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var pod = attributes.object();
        if (attributes.operation() != Operation.CREATE || !attributes.isOf("", "pods")) {
            return pod;
        }
        var spec = pod.map("spec");
        var name = spec.string("priorityClassName");
        var chosen = name.isEmpty() ? byDefault() : named(name, attributes);
        long value = chosen.number("value");
        if (spec.has("priority") && spec.number("priority") != value) {
            throw ApiException.forbidden(
                    attributes.resource().named(),
                    attributes.name(),
                    "the integer value of priority (" + spec.number("priority")
                            + ") must not be provided in pod spec; priority admission controller computed " + value
                            + " from the given PriorityClass name");
        }
        var policy = chosen.string("preemptionPolicy").isEmpty()
                ? "PreemptLowerPriority"
                : chosen.string("preemptionPolicy");
        spec = spec.with("priority", value).with("preemptionPolicy", policy);
        spec = chosen.isEmpty()
                ? spec
                : spec.with("priorityClassName", chosen.map("metadata").string("name"));
        return pod.with("spec", spec);
    }

    private JsonMap named(String name, Attributes attributes) {
        var entry = store.latest().get(BUCKET, name);
        if (entry == null) {
            throw ApiException.forbidden(
                    attributes.resource().named(),
                    attributes.name(),
                    "no PriorityClass with name " + name + " was found");
        }
        return entry.value();
    }

    /** The class that is meant when none is named; the lowest if several claim to be. */
    private JsonMap byDefault() {
        var best = JsonMap.EMPTY;
        for (var entry : store.latest().range(BUCKET)) {
            var value = entry.value();
            if (value.bool("globalDefault") && (best.isEmpty() || value.number("value") < best.number("value"))) {
                best = value;
            }
        }
        return best;
    }
}
