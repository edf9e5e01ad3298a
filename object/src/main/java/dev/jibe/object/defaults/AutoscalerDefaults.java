package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/**
 * Computed defaults of autoscaling/v2: the metric when none is given, and the scaling rules once any is.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior">Default
 *     behavior</a>
 */
final class AutoscalerDefaults {
    /** Where version 1 keeps the metrics that it has no field for. */
    private static final String OTHER_METRICS = "autoscaling.alpha.kubernetes.io/metrics";

    private static final JsonMap CPU_AT_80_PERCENT = JsonMap.of(
            "type",
            "Resource",
            "resource",
            JsonMap.of("name", "cpu", "target", JsonMap.of("type", "Utilization", "averageUtilization", 80L)));

    private static final JsonMap UP = JsonMap.of(
            "stabilizationWindowSeconds",
            0L,
            "selectPolicy",
            "Max",
            "policies",
            JsonList.of(policy("Pods", 4), policy("Percent", 100)));

    private static final JsonMap DOWN =
            JsonMap.of("selectPolicy", "Max", "policies", JsonList.of(policy("Percent", 100)));

    private AutoscalerDefaults() {}

    private static JsonMap policy(String type, long value) {
        return JsonMap.of("type", type, "value", value, "periodSeconds", 15L);
    }

    static JsonMap autoscaler(JsonMap autoscaler) {
        return switch (autoscaler.string("apiVersion")) {
            case "autoscaling/v1" -> first(autoscaler);
            case "autoscaling/v2" -> second(autoscaler);
            default -> autoscaler;
        };
    }

    private static JsonMap first(JsonMap autoscaler) {
        return autoscaler.map("spec").has("targetCPUUtilizationPercentage")
                        || autoscaler.map("metadata").map("annotations").has(OTHER_METRICS)
                ? autoscaler
                : autoscaler.withAt(80L, "spec", "targetCPUUtilizationPercentage");
    }

    private static JsonMap second(JsonMap autoscaler) {
        JsonMap spec = autoscaler.map("spec");
        JsonMap result = spec;
        if (spec.list("metrics").isEmpty()) {
            result = result.with("metrics", JsonList.of(CPU_AT_80_PERCENT));
        }
        if (spec.has("behavior")) {
            JsonMap behavior = spec.map("behavior");
            result = result.with(
                    "behavior",
                    behavior.with("scaleUp", filled(behavior.map("scaleUp"), UP))
                            .with("scaleDown", filled(behavior.map("scaleDown"), DOWN)));
        }
        return autoscaler.with("spec", result);
    }

    private static JsonMap filled(JsonMap rules, JsonMap defaults) {
        JsonMap result = rules;
        for (int i = 0; i < defaults.size(); i++) {
            String name = defaults.keyAt(i);
            result = !rules.has(name) ? result.with(name, defaults.valueAt(i)) : result;
        }
        return result;
    }
}
