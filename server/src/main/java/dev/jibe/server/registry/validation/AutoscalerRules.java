package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.server.registry.AutoscalerMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * Horizontal autoscaling.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/">Horizontal Pod
 * Autoscaling</a>.
 */
final class AutoscalerRules {

    private static final List<String> TYPES = List.of("ContainerResource", "External", "Object", "Pods", "Resource");
    private static final List<String> SOURCES = List.of("object", "external", "pods", "resource", "containerResource");
    /** Metrics of these types can be had of nothing that runs. */
    private static final List<String> OUTSIDE = List.of("Object", "External");

    private static final int MAX_WINDOW_SECONDS = 3600;
    private static final int MAX_PERIOD_SECONDS = 1800;

    private AutoscalerRules() {}

    /** How few replicas there may be: none where that is on, or was so before. */
    private static long least(Place autoscaler, JsonMap old) {
        var before = old.map("spec");
        boolean none = before.has("minReplicas") && before.number("minReplicas") == 0;
        return none || autoscaler.report().enabled("HPAScaleToZero") ? 0 : 1;
    }

    static void check(Place autoscaler, JsonMap old) {
        long lowest = least(autoscaler, old);
        var spec = autoscaler.in("spec");
        // The older version is looked at in the form of the newer one.
        spec = autoscaler.text("apiVersion").equals("autoscaling/v1")
                ? spec.as(AutoscalerMetrics.newer(autoscaler.map()).map("spec"))
                : spec;
        long least = spec.has("minReplicas") ? spec.number("minReplicas") : 1;
        long most = spec.number("maxReplicas");
        if (least < lowest) {
            spec.invalid("minReplicas", least, "must be greater than or equal to " + lowest);
        }
        if (most == 0) {
            spec.required("maxReplicas", "must be set and greater than 0");
        } else if (most < 0) {
            spec.invalid("maxReplicas", most, "must be greater than or equal to 1");
        }
        if (most < least) {
            spec.invalid("maxReplicas", most, "must be greater than or equal to `minReplicas`");
        }
        var scaled = spec.in("scaleTargetRef");
        reference(scaled);
        version(scaled);
        spec.each("metrics", AutoscalerRules::metric);
        boolean outside = spec.list("metrics").maps().anyMatch(m -> OUTSIDE.contains(m.string("type")));
        if (least == 0 && !outside) {
            spec.forbidden(
                    "metrics",
                    "must specify at least one Object or External metric to support scaling to zero replicas");
        }
        var behavior = spec.in("behavior");
        for (var direction : List.of("scaleUp", "scaleDown")) {
            if (behavior.has(direction)) {
                scaling(behavior.in(direction));
            }
        }
    }

    private static void reference(Place reference) {
        reference.namedNeeded("kind", Naming.PATH_SEGMENT);
        reference.namedNeeded("name", Naming.PATH_SEGMENT);
    }

    /** What has a scale is in a group, save for the replication controllers of long ago. */
    private static void version(Place scaled) {
        var version = scaled.text("apiVersion");
        if (version.equals("v1") && scaled.text("kind").equals("ReplicationController")) {
            return;
        }
        if (version.chars().filter(c -> c == '/').count() > 1) {
            scaled.invalid("apiVersion", version, "unexpected GroupVersion string: " + version);
        } else if (version.indexOf('/') <= 0) {
            scaled.invalid("apiVersion", version, "apiVersion must specify API group");
        }
    }

    private static void metric(Place metric) {
        var type = metric.text("type");
        if (type.isEmpty()) {
            metric.required("type", "must specify a metric source type");
        }
        metric.oneOf("type", TYPES);
        var present = new ArrayList<>(SOURCES.stream().filter(metric::has).toList());
        if (!present.isEmpty()) {
            source(metric.in(present.getFirst()), present.getFirst());
        }
        var expected = type.isEmpty() ? "" : Character.toLowerCase(type.charAt(0)) + type.substring(1);
        if (!TYPES.contains(type)) {
            metric.oneOf("type", TYPES);
        } else if (!metric.has(expected)) {
            metric.required(expected, "must populate information for the given metric source");
        }
        if (present.size() != 1) {
            present.remove(expected);
            present.stream()
                    .sorted()
                    .forEach(other -> metric.forbidden(other, "must populate the given metric source only"));
        }
    }

    private static void source(Place source, String kind) {
        var target = source.in("target");
        switch (kind) {
            case "object" -> {
                reference(source.in("describedObject"));
                identifier(source);
                target(target);
                if (!target.has("value") && !target.has("averageValue")) {
                    target.required("averageValue", "must set either a target value or averageValue");
                }
            }
            case "external" -> {
                identifier(source);
                target(target);
                if (!target.has("value") && !target.has("averageValue")) {
                    target.required("averageValue", "must set either a target value for metric or a per-pod target");
                }
                if (target.has("value") && target.has("averageValue")) {
                    target.forbidden("value", "may not set both a target value for metric and a per-pod target");
                }
            }
            case "pods" -> {
                identifier(source);
                target(target);
                if (!isPositive(target, "averageValue")) {
                    target.required("averageValue", "must specify a positive target averageValue");
                }
            }
            default -> resource(source, target, kind.equals("containerResource"));
        }
    }

    private static void resource(Place source, Place target, boolean ofContainer) {
        if (source.text("name").isEmpty()) {
            source.required("name", "must specify a resource name");
        } else if (ofContainer) {
            ResourceRules.containerName(source, "name", source.text("name"));
        }
        if (ofContainer && source.text("container").isEmpty()) {
            source.required("container", "must specify a container");
        } else if (ofContainer) {
            source.named("container", Naming.LABEL);
        }
        target(target);
        boolean share = target.has("averageUtilization");
        boolean value = target.has("averageValue");
        if (!share && !value) {
            target.required("averageUtilization", "must set either a target raw value or a target utilization");
        }
        if (share && value) {
            target.forbidden("averageValue", "may not set both a target raw value and a target utilization");
        }
    }

    private static void identifier(Place source) {
        var metric = source.in("metric");
        if (metric.text("name").isEmpty()) {
            metric.required("name", "must specify a metric name");
        } else {
            metric.named("name", Naming.PATH_SEGMENT);
        }
    }

    private static boolean isPositive(Place target, String key) {
        return target.has(key) && Quantity.parse(target.text(key)).signum() > 0;
    }

    private static void target(Place target) {
        var type = target.text("type");
        if (type.isEmpty()) {
            target.required("type", "must specify a metric target type");
        }
        if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            target.invalid("type", type, "must be either Utilization, Value, or AverageValue");
        }
        for (var key : List.of("value", "averageValue")) {
            if (target.has(key) && !isPositive(target, key)) {
                target.invalid(key, target.text(key), "must be positive");
            }
        }
        if (target.has("averageUtilization") && target.number("averageUtilization") < 1) {
            target.invalid("averageUtilization", target.number("averageUtilization"), "must be greater than 0");
        }
    }

    private static void scaling(Place rules) {
        long window = rules.number("stabilizationWindowSeconds");
        if (window < 0) {
            rules.invalid("stabilizationWindowSeconds", window, "must be greater than or equal to zero");
        }
        if (window > MAX_WINDOW_SECONDS) {
            rules.invalid("stabilizationWindowSeconds", window, "must be less than or equal to " + MAX_WINDOW_SECONDS);
        }
        rules.oneOfIfSet("selectPolicy", List.of("Disabled", "Max", "Min"));
        if (rules.list("policies").isEmpty()) {
            rules.required("policies", "must specify at least one Policy");
        }
        rules.each("policies", policy -> {
            policy.oneOf("type", List.of("Percent", "Pods"));
            if (policy.number("value") <= 0) {
                policy.invalid("value", policy.number("value"), "must be greater than zero");
            }
            long period = policy.number("periodSeconds");
            if (period <= 0) {
                policy.invalid("periodSeconds", period, "must be greater than zero");
            }
            if (period > MAX_PERIOD_SECONDS) {
                policy.invalid("periodSeconds", period, "must be less than or equal to " + MAX_PERIOD_SECONDS);
            }
        });
        if (rules.has("tolerance") && Quantity.parse(rules.text("tolerance")).signum() < 0) {
            rules.invalid("tolerance", rules.text("tolerance"), "must be greater than or equal to 0");
        }
    }
}
