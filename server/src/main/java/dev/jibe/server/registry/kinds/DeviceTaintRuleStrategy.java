package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import java.time.Instant;
import java.util.Objects;

/**
 * Taints that an administrator puts on devices: each says since when it has its effect.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#device-taints-and-tolerations">Device
 * taints and tolerations</a>.
 */
final class DeviceTaintRuleStrategy extends BuiltinStrategy {

    private static final String SINCE = "timeAdded";

    DeviceTaintRuleStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        var rule = super.prepareForCreate(object);
        var since = object.map("metadata").get("creationTimestamp");
        return taint(rule).has(SINCE) || since == null ? rule : rule.withAt(since, "spec", "taint", SINCE);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old, Instant now) {
        var rule = prepareForUpdate(object, old);
        var taint = taint(rule);
        boolean same = taint.string("effect").equals(taint(old).string("effect"));
        boolean told = taint.has(SINCE)
                && (same || !Objects.equals(taint.get(SINCE), taint(old).get(SINCE)));
        return told ? rule : rule.withAt(Times.seconds(now), "spec", "taint", SINCE);
    }

    private static JsonMap taint(JsonMap rule) {
        return rule.map("spec").map("taint");
    }
}
