package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/**
 * The metrics and the behaviour of autoscalers as {@code autoscaling/v1} has them in annotations, and back.
 *
 * <p>The older form has flat targets; the behaviour is in the form of upstream's inner types.
 */
public final class AutoscalerMetrics {

    private static final String ZERO = "0";

    private AutoscalerMetrics() {}

    /** An autoscaler of the older version as the newer one says it. */
    public static JsonMap newer(JsonMap autoscaler) {
        return AutoscalerConversion.converted(autoscaler);
    }

    public static String specs(JsonList metrics) {
        return OrderedText.of(metrics, AutoscalerMetrics::spec);
    }

    private static OrderedText spec(JsonMap metric) {
        return sources(metric, "target");
    }

    private static OrderedText status(JsonMap metric) {
        return sources(metric, "current");
    }

    /** The source of a metric with what is aimed at ({@code target}) or what was found ({@code current}). */
    private static OrderedText sources(JsonMap metric, String part) {
        return OrderedText.of()
                .must("type", metric.string("type"))
                .may("object", metric.map("object"), object -> objectSource(object, part))
                .may("pods", metric.map("pods"), pods -> podsSource(pods, part))
                .may("resource", metric.map("resource"), resource -> resourceSource(resource, part))
                .may(
                        "containerResource",
                        metric.map("containerResource"),
                        container -> resourceSource(container, part).must("container", container.string("container")))
                .may("external", metric.map("external"), external -> externalSource(external, part));
    }

    private static OrderedText podsSource(JsonMap pods, String part) {
        return OrderedText.of()
                .must("metricName", pods.map("metric").string("name"))
                .must(part + "AverageValue", amount(pods.map(part), "averageValue"))
                .may("selector", pods.map("metric").map("selector"));
    }

    private static OrderedText objectSource(JsonMap object, String part) {
        return OrderedText.of()
                .must("target", object.map("describedObject"), AutoscalerMetrics::reference)
                .must("metricName", object.map("metric").string("name"))
                .must(part + "Value", amount(object.map(part), "value"))
                .may("selector", object.map("metric").map("selector"))
                .may("averageValue", object.map(part).get("averageValue"));
    }

    /** What was found is always there, what is aimed at is one or the other. */
    private static OrderedText externalSource(JsonMap external, String part) {
        var values = external.map(part);
        var text = OrderedText.of()
                .must("metricName", external.map("metric").string("name"))
                .may("metricSelector", external.map("metric").map("selector"));
        text = isFound(part)
                ? text.must("currentValue", amount(values, "value"))
                : text.may("targetValue", values.get("value"));
        return text.may(part + "AverageValue", values.get("averageValue"));
    }

    private static OrderedText resourceSource(JsonMap resource, String part) {
        var values = resource.map(part);
        var text = OrderedText.of()
                .must("name", resource.string("name"))
                .may(part + "AverageUtilization", values.get("averageUtilization"));
        return isFound(part)
                ? text.must("currentAverageValue", amount(values, "averageValue"))
                : text.may("targetAverageValue", values.get("averageValue"));
    }

    private static boolean isFound(String part) {
        return part.equals("current");
    }

    private static OrderedText reference(JsonMap object) {
        return OrderedText.of()
                .must("kind", object.string("kind"))
                .must("name", object.string("name"))
                .may("apiVersion", object.string("apiVersion"));
    }

    private static Object amount(JsonMap target, String key) {
        var value = target.get(key);
        return value == null ? ZERO : value;
    }

    public static String statuses(JsonList metrics) {
        return OrderedText.of(metrics, AutoscalerMetrics::status);
    }

    static String conditions(JsonList conditions) {
        return OrderedText.of(
                conditions,
                condition -> OrderedText.of()
                        .must("type", condition.string("type"))
                        .must("status", condition.string("status"))
                        .must("lastTransitionTime", condition.get("lastTransitionTime"))
                        .may("reason", condition.string("reason"))
                        .may("message", condition.string("message")));
    }

    public static String behavior(JsonMap behavior) {
        return OrderedText.of()
                .must("ScaleUp", behavior.map("scaleUp"), AutoscalerMetrics::rules)
                .must("ScaleDown", behavior.map("scaleDown"), AutoscalerMetrics::rules)
                .end();
    }

    private static OrderedText rules(JsonMap rules) {
        return OrderedText.of()
                .must("StabilizationWindowSeconds", rules.get("stabilizationWindowSeconds"))
                .must("SelectPolicy", rules.get("selectPolicy"))
                .must(
                        "Policies",
                        rules.list("policies"),
                        policy -> OrderedText.of()
                                .must("Type", policy.string("type"))
                                .must("Value", policy.number("value"))
                                .must("PeriodSeconds", policy.number("periodSeconds")))
                .must("Tolerance", rules.get("tolerance"));
    }

    /** A metric out of an annotation. */
    public static JsonMap toSpec(JsonMap flat) {
        var metric = JsonMap.of("type", flat.string("type"));
        if (flat.has("object")) {
            metric = metric.with("object", toObject(flat.map("object")));
        }
        if (flat.has("pods")) {
            var pods = flat.map("pods");
            var target = JsonMap.of("type", "AverageValue", "averageValue", amount(pods, "targetAverageValue"));
            metric = metric.with("pods", JsonMap.of("metric", named(pods, "selector"), "target", target));
        }
        for (var kind : new String[] {"resource", "containerResource"}) {
            if (flat.has(kind)) {
                metric = metric.with(kind, toResource(flat.map(kind)));
            }
        }
        if (flat.has("external")) {
            var external = flat.map("external");
            boolean average = external.has("targetAverageValue");
            var target = JsonMap.of("type", average ? "AverageValue" : "Value");
            target = copied(external, "targetValue", target, "value");
            target = copied(external, "targetAverageValue", target, "averageValue");
            metric = metric.with("external", JsonMap.of("metric", named(external, "metricSelector"), "target", target));
        }
        return metric;
    }

    /** What was measured, from the older form. */
    public static JsonMap toStatus(JsonMap flat) {
        var metric = JsonMap.of("type", flat.string("type"));
        if (flat.has("object")) {
            var object = flat.map("object");
            var current = copied(object, "currentValue", JsonMap.EMPTY, "value");
            current = copied(object, "averageValue", current, "averageValue");
            metric = metric.with(
                    "object",
                    JsonMap.of(
                            "describedObject",
                            object.map("target"),
                            "metric",
                            named(object, "selector"),
                            "current",
                            current));
        }
        if (flat.has("pods")) {
            var pods = flat.map("pods");
            var current = copied(pods, "currentAverageValue", JsonMap.EMPTY, "averageValue");
            metric = metric.with("pods", JsonMap.of("metric", named(pods, "selector"), "current", current));
        }
        for (var kind : new String[] {"resource", "containerResource"}) {
            if (flat.has(kind)) {
                var resource = flat.map(kind);
                var current = copied(resource, "currentAverageUtilization", JsonMap.EMPTY, "averageUtilization");
                current = copied(resource, "currentAverageValue", current, "averageValue");
                var result = JsonMap.of("name", resource.string("name"), "current", current);
                metric = metric.with(kind, copied(resource, "container", result, "container"));
            }
        }
        if (flat.has("external")) {
            var external = flat.map("external");
            var current = copied(external, "currentValue", JsonMap.EMPTY, "value");
            current = copied(external, "currentAverageValue", current, "averageValue");
            metric = metric.with(
                    "external", JsonMap.of("metric", named(external, "metricSelector"), "current", current));
        }
        return metric;
    }

    private static JsonMap toObject(JsonMap object) {
        boolean average = object.has("averageValue");
        var target = JsonMap.of("type", average ? "AverageValue" : "Value");
        boolean zero = object.string("targetValue").equals(ZERO);
        target = average && zero ? target : copied(object, "targetValue", target, "value");
        target = copied(object, "averageValue", target, "averageValue");
        return JsonMap.of(
                "describedObject", object.map("target"), "metric", named(object, "selector"), "target", target);
    }

    private static JsonMap toResource(JsonMap resource) {
        boolean utilization = resource.has("targetAverageUtilization");
        var target = JsonMap.of("type", utilization ? "Utilization" : "AverageValue");
        target = copied(resource, "targetAverageUtilization", target, "averageUtilization");
        target = copied(resource, "targetAverageValue", target, "averageValue");
        var result = JsonMap.of("name", resource.string("name"), "target", target);
        return copied(resource, "container", result, "container");
    }

    private static JsonMap named(JsonMap flat, String selector) {
        return copied(flat, selector, JsonMap.of("name", flat.string("metricName")), "selector");
    }

    private static JsonMap copied(JsonMap from, String key, JsonMap to, String name) {
        var value = from.get(key);
        return value == null ? to : to.with(name, value);
    }

    /** The behaviour out of an annotation. */
    public static JsonMap toBehavior(JsonMap inner) {
        var result = JsonMap.EMPTY;
        for (var key : new String[] {"ScaleUp", "ScaleDown"}) {
            if (inner.get(key) instanceof JsonMap rules) {
                result = result.with(lowered(key), toRules(rules));
            }
        }
        return result;
    }

    private static JsonMap toRules(JsonMap inner) {
        var rules = JsonMap.EMPTY;
        for (var key : new String[] {"StabilizationWindowSeconds", "SelectPolicy", "Tolerance"}) {
            var value = inner.get(key);
            rules = value == null || value instanceof dev.jibe.object.Null ? rules : rules.with(lowered(key), value);
        }
        var policies = inner.list("Policies").map(item -> {
            var policy = (JsonMap) item;
            return JsonMap.of(
                    "type", policy.string("Type"),
                    "value", policy.number("Value"),
                    "periodSeconds", policy.number("PeriodSeconds"));
        });
        return policies.isEmpty() ? rules : rules.with("policies", policies);
    }

    private static String lowered(String key) {
        return Character.toLowerCase(key.charAt(0)) + key.substring(1);
    }
}
