package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives containers the resources that a namespace's limit ranges say, and refuses what is outside of them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit Ranges</a>.
 */
public final class LimitRanger implements Admission {

    private static final String BUCKET = "limitranges";

    private final Store<JsonMap> store;

    public LimitRanger(Store<JsonMap> store) {
        this.store = store;
    }

    private List<JsonMap> limits(Attributes attributes, String type) {
        var limits = new ArrayList<JsonMap>();
        for (var entry : store.latest().range(BUCKET, attributes.namespace() + "/", null, Integer.MAX_VALUE)) {
            entry.value()
                    .map("spec")
                    .list("limits")
                    .maps()
                    .filter(l -> l.string("type").equals(type))
                    .forEach(limits::add);
        }
        return limits;
    }

    private static boolean isNewPod(Attributes attributes) {
        return attributes.operation() == Operation.CREATE && attributes.isOf("", "pods");
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        if (!isNewPod(attributes)) {
            return attributes.object();
        }
        var limits = limits(attributes, "Container");
        var spec = attributes.object().map("spec");
        if (limits.isEmpty()) {
            return attributes.object();
        }
        for (var key : List.of("initContainers", "containers")) {
            if (spec.has(key)) {
                spec = spec.with(key, spec.list(key).map(c -> defaulted((JsonMap) c, limits)));
            }
        }
        return attributes.object().with("spec", spec);
    }

    private static JsonMap defaulted(JsonMap container, List<JsonMap> limits) {
        var resources = container.map("resources");
        for (var limit : limits) {
            resources = merged(resources, "limits", limit.map("default"));
            resources = merged(resources, "requests", limit.map("defaultRequest"));
        }
        return container.with("resources", resources);
    }

    private static JsonMap merged(JsonMap resources, String side, JsonMap defaults) {
        var amounts = resources.map(side);
        for (int i = 0; i < defaults.size(); i++) {
            amounts = amounts.has(defaults.keyAt(i)) ? amounts : amounts.with(defaults.keyAt(i), defaults.valueAt(i));
        }
        return amounts.isEmpty() ? resources : resources.with(side, amounts);
    }

    @Override
    public void validate(Attributes attributes) {
        var problems = new ArrayList<String>();
        if (isNewPod(attributes)) {
            var spec = attributes.object().map("spec");
            for (var limit : limits(attributes, "Container")) {
                for (var key : List.of("initContainers", "containers")) {
                    spec.list(key)
                            .maps()
                            .forEach(c -> problems.addAll(LimitCheck.of(limit, c.map("resources"), "Container")));
                }
            }
            for (var limit : limits(attributes, "Pod")) {
                problems.addAll(LimitCheck.of(limit, total(spec), "Pod"));
            }
        } else if (attributes.operation() != Operation.DELETE && attributes.isOf("", "persistentvolumeclaims")) {
            for (var limit : limits(attributes, "PersistentVolumeClaim")) {
                problems.addAll(LimitCheck.of(
                        limit, attributes.object().map("spec").map("resources"), "PersistentVolumeClaim"));
            }
        }
        if (!problems.isEmpty()) {
            var all = problems.size() == 1 ? problems.getFirst() : "[" + String.join(", ", problems) + "]";
            throw ApiException.forbidden(attributes.resource().named(), attributes.name(), all);
        }
    }

    /** What a pod asks for in all. */
    private static JsonMap total(JsonMap spec) {
        var total = JsonMap.EMPTY;
        for (var side : List.of("requests", "limits")) {
            var sums = JsonMap.EMPTY;
            for (var container : spec.list("containers").maps().toList()) {
                var amounts = container.map("resources").map(side);
                for (int i = 0; i < amounts.size(); i++) {
                    var key = amounts.keyAt(i);
                    var sum = Quantity.parse(amounts.string(key))
                            .add(sums.has(key) ? Quantity.parse(sums.string(key)) : Quantity.ZERO);
                    sums = sums.with(key, sum.toString());
                }
            }
            total = sums.isEmpty() ? total : total.with(side, sums);
        }
        return total;
    }
}
