package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.features.FeatureGates;

/**
 * StatefulSets: where several of their pods may be replaced at a time, one is unless the set says otherwise.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods">Maximum
 * unavailable Pods</a>.
 */
final class StatefulSetStrategy extends BuiltinStrategy {

    private final boolean several;

    StatefulSetStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
        several = features.enabled("MaxUnavailableStatefulSet");
    }

    @Override
    public JsonMap defaulted(JsonMap object, StructType type) {
        var set = super.defaulted(object, type);
        var strategy = set.map("spec").map("updateStrategy");
        boolean silent = strategy.string("type").equals("RollingUpdate")
                && strategy.get("rollingUpdate") instanceof JsonMap rolling
                && !rolling.has("maxUnavailable");
        return several && silent ? set.withAt(1L, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable") : set;
    }
}
