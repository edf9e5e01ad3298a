package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import java.util.List;

/**
 * Autoscalers of {@code autoscaling/v1}, stored as {@code v2}: the one CPU target becomes a metric; what the old version
 * cannot say is kept in annotations, as upstream does.
 */
final class AutoscalerConversion implements Conversion {

    private static final StructType NEWER = Schema.builtin().type("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler");
    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String METRICS = PREFIX + "metrics";
    private static final String CURRENT = PREFIX + "current-metrics";
    private static final String BEHAVIOR = PREFIX + "behavior";
    private static final String CONDITIONS = PREFIX + "conditions";
    private static final List<String> KEPT = List.of(METRICS, CURRENT, BEHAVIOR, CONDITIONS);

    /** What the newer version leaves out is filled in when it is read. */
    @Override
    public JsonMap toStorage(JsonMap object) {
        return Defaults.apply(converted(object), NEWER);
    }

    static JsonMap converted(JsonMap object) {
        var spec = object.map("spec");
        var annotations = object.map("metadata").map("annotations");
        var metrics = JsonList.EMPTY;
        for (var flat : list(annotations.string(METRICS)).maps().toList()) {
            metrics = metrics.with(AutoscalerMetrics.toSpec(flat));
        }
        if (spec.has("targetCPUUtilizationPercentage")) {
            var target = JsonMap.of(
                    "type", "Utilization", "averageUtilization", spec.number("targetCPUUtilizationPercentage"));
            metrics = metrics.with(
                    JsonMap.of("type", "Resource", "resource", JsonMap.of("name", "cpu", "target", target)));
        }
        spec = spec.without("targetCPUUtilizationPercentage");
        spec = metrics.isEmpty() ? spec : spec.with("metrics", metrics);
        var behavior = AutoscalerMetrics.toBehavior(map(annotations.string(BEHAVIOR)));
        spec = behavior.isEmpty() ? spec : spec.with("behavior", behavior);
        var status = status(object.map("status"), annotations);
        // The newer version shows a list without entries, and leaves out a count of none; the older one the other way
        // round.
        status = status.has("currentMetrics") ? status : status.with("currentMetrics", Null.NULL);
        status = status.number("currentReplicas") == 0 ? status.without("currentReplicas") : status;
        for (var key : KEPT) {
            annotations = annotations.without(key);
        }
        return withAnnotations(
                Conversions.relabelled(object, "autoscaling/v2")
                        .with("spec", spec)
                        .with("status", status),
                annotations);
    }

    /** The annotations know more than the one count, and are believed. */
    private static JsonMap status(JsonMap given, JsonMap annotations) {
        var metrics = JsonList.EMPTY;
        for (var flat : list(annotations.string(CURRENT)).maps().toList()) {
            metrics = metrics.with(AutoscalerMetrics.toStatus(flat));
        }
        if (metrics.isEmpty() && given.has("currentCPUUtilizationPercentage")) {
            var current = JsonMap.of("averageUtilization", given.number("currentCPUUtilizationPercentage"));
            metrics = JsonList.of(
                    JsonMap.of("type", "Resource", "resource", JsonMap.of("name", "cpu", "current", current)));
        }
        var status = given.without("currentCPUUtilizationPercentage");
        status = metrics.isEmpty() ? status : status.with("currentMetrics", metrics);
        var conditions = list(annotations.string(CONDITIONS));
        return conditions.isEmpty() ? status : status.with("conditions", conditions);
    }

    /** What cannot be read is nothing. */
    private static JsonList list(String text) {
        try {
            return !text.isEmpty() && Json.parse(text) instanceof JsonList list ? list : JsonList.EMPTY;
        } catch (MalformedException e) {
            return JsonList.EMPTY;
        }
    }

    private static JsonMap map(String text) {
        try {
            return !text.isEmpty() && Json.parse(text) instanceof JsonMap map ? map : JsonMap.EMPTY;
        } catch (MalformedException e) {
            return JsonMap.EMPTY;
        }
    }

    private static boolean isCpu(JsonMap metric) {
        return metric.string("type").equals("Resource")
                && metric.map("resource").string("name").equals("cpu")
                && metric.map("resource").map("target").has("averageUtilization");
    }

    @Override
    public JsonMap fromStorage(JsonMap object) {
        var spec = object.map("spec");
        var annotations = object.map("metadata").map("annotations");
        for (var key : KEPT) {
            annotations = annotations.without(key);
        }
        var others = JsonList.EMPTY;
        for (var metric : spec.list("metrics").maps().toList()) {
            if (!isCpu(metric)) {
                others = others.with(metric);
            } else if (!spec.has("targetCPUUtilizationPercentage")) {
                spec = spec.with(
                        "targetCPUUtilizationPercentage",
                        metric.map("resource").map("target").number("averageUtilization"));
            }
        }
        annotations = others.isEmpty() ? annotations : annotations.with(METRICS, AutoscalerMetrics.specs(others));
        if (spec.has("behavior")) {
            annotations = annotations.with(BEHAVIOR, AutoscalerMetrics.behavior(spec.map("behavior")));
        }
        var status = object.map("status");
        for (var metric : status.list("currentMetrics").maps().toList()) {
            var current = metric.map("resource").map("current");
            if (metric.map("resource").string("name").equals("cpu") && current.has("averageUtilization")) {
                status = status.with("currentCPUUtilizationPercentage", current.number("averageUtilization"));
            }
        }
        if (!status.list("currentMetrics").isEmpty()) {
            annotations = annotations.with(CURRENT, AutoscalerMetrics.statuses(status.list("currentMetrics")));
        }
        if (!status.list("conditions").isEmpty()) {
            annotations = annotations.with(CONDITIONS, AutoscalerMetrics.conditions(status.list("conditions")));
        }
        status = status.without("conditions").without("currentMetrics");
        status = status.has("currentReplicas") ? status : status.with("currentReplicas", 0L);
        spec = spec.without("metrics").without("behavior");
        return withAnnotations(
                Conversions.relabelled(object, "autoscaling/v1")
                        .with("spec", spec)
                        .with("status", status),
                annotations);
    }

    private static JsonMap withAnnotations(JsonMap object, JsonMap annotations) {
        var metadata = object.map("metadata");
        return object.with(
                "metadata",
                annotations.isEmpty() ? metadata.without("annotations") : metadata.with("annotations", annotations));
    }
}
