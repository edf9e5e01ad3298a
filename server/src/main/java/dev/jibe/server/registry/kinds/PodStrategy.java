package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Fields;
import java.util.List;
import java.util.OptionalLong;

/** Pods: they begin as pending, keep their node, and are given time to end. */
final class PodStrategy extends BuiltinStrategy {

    PodStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap given) {
        var object = PodLabelKeys.apply(settled(ungated(given, JsonMap.EMPTY)));
        var status = JsonMap.of("phase", "Pending", "qosClass", QosClass.of(object.map("spec")));
        if (object.map("spec").list("schedulingGates").isEmpty()) {
            return object.with("status", status);
        }
        var gated = JsonMap.of(
                "lastProbeTime",
                Null.NULL,
                "type",
                "PodScheduled",
                "status",
                "False",
                "reason",
                "SchedulingGated",
                "message",
                "Scheduling is blocked due to non-empty scheduling gates");
        var since = object.map("metadata").get("creationTimestamp");
        gated = since == null ? gated : gated.with("lastTransitionTime", since);
        return object.with("status", status.with("conditions", JsonList.of(gated)));
    }

    /** With a time to end that makes sense. */
    private static JsonMap settled(JsonMap pod) {
        var spec = pod.map("spec");
        if (spec.number("terminationGracePeriodSeconds") < 0) {
            spec = spec.with("terminationGracePeriodSeconds", 1L);
        }
        return spec.equals(pod.map("spec")) ? pod : pod.with("spec", spec);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return super.prepareForUpdate(settled(object), old);
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        var kept = super.prepareForStatusUpdate(object, old);
        return kept.map("status").string("qosClass").isEmpty()
                ? kept.with("status", Fields.copy(old.map("status"), kept.map("status"), "qosClass"))
                : kept;
    }

    /** Without a node nobody has to be waited for; a finished pod has nothing left to end. */
    @Override
    public long gracePeriodSeconds(JsonMap object, OptionalLong asked) {
        var spec = object.map("spec");
        long period = asked.orElse(
                spec.has("terminationGracePeriodSeconds") ? spec.number("terminationGracePeriodSeconds") : 30);
        var phase = object.map("status").string("phase");
        boolean finished = List.of("Succeeded", "Failed").contains(phase);
        if (spec.string("nodeName").isEmpty() || finished) {
            return 0;
        }
        return period < 0 ? 1 : period;
    }
}
