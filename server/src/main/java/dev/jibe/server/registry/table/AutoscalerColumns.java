package dev.jibe.server.registry.table;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Locale;

/** The columns of horizontal pod autoscalers, of the form {@code v2}. */
final class AutoscalerColumns {

    private static final int SHOWN = 2;

    private AutoscalerColumns() {}

    static ColumnList autoscalers(ColumnList list) {
        return list.name()
                .field("Reference", "string", "spec.scaleTargetRef", o -> {
                    var target = o.map("spec").map("scaleTargetRef");
                    return target.string("kind") + "/" + target.string("name");
                })
                .field("Targets", "string", "spec.metrics", AutoscalerColumns::targets)
                .field(
                        "MinPods",
                        "string",
                        "spec.minReplicas",
                        o -> o.map("spec").has("minReplicas")
                                ? Long.toString(o.map("spec").number("minReplicas"))
                                : Cells.UNSET)
                .field(
                        "MaxPods",
                        "string",
                        "spec.maxReplicas",
                        o -> o.map("spec").number("maxReplicas"))
                .field(
                        "Replicas",
                        "string",
                        "status.currentReplicas",
                        o -> o.map("status").number("currentReplicas"))
                .age();
    }

    private static String targets(JsonMap autoscaler) {
        var metrics = autoscaler.map("spec").list("metrics");
        var current = autoscaler.map("status").list("currentMetrics");
        var texts = new ArrayList<String>();
        for (int i = 0; i < metrics.size(); i++) {
            texts.add(target(metrics.map(i), at(current, i)));
        }
        return Cells.or(Cells.some(texts, SHOWN, ", "), Cells.NONE);
    }

    private static JsonMap at(JsonList list, int index) {
        return index < list.size() ? list.map(index) : JsonMap.EMPTY;
    }

    private static String target(JsonMap metric, JsonMap current) {
        var type = metric.string("type");
        var key = type.isEmpty() ? "" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        var source = metric.map(key);
        var target = source.map("target");
        var now = current.map(key).map("current");
        // Upstream shows a value that is not in a state as Go shows what is not there.
        var absent = current.has(key) ? "<nil>" : Cells.UNKNOWN;
        boolean named = type.equals("Resource") || type.equals("ContainerResource");
        var prefix = named ? source.string("name") + ": " : "";
        if (target.has("averageValue")) {
            boolean averaged = type.equals("External") || type.equals("Object");
            return prefix
                    + Cells.or(now.string("averageValue"), averaged ? Cells.UNKNOWN : absent)
                    + "/"
                    + target.string("averageValue")
                    + (averaged ? " (avg)" : "");
        }
        if (named) {
            var is = now.has("averageUtilization") ? now.number("averageUtilization") + "%" : Cells.UNKNOWN;
            var wanted = target.has("averageUtilization") ? target.number("averageUtilization") + "%" : "<auto>";
            return prefix + is + "/" + wanted;
        }
        return Cells.or(now.string("value"), absent) + "/" + target.string("value");
    }
}
