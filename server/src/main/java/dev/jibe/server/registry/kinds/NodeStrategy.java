package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;

/** Nodes: an agent registers itself with the state it is in. */
final class NodeStrategy extends BuiltinStrategy {

    NodeStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return without(object, JsonMap.EMPTY);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return super.prepareForUpdate(without(object, old), old);
    }

    /** Configuration of agents by the API is gone; what a node has of it may stay. */
    private static JsonMap without(JsonMap node, JsonMap old) {
        var spec = node.map("spec");
        var kept = spec.has("configSource") && !old.map("spec").has("configSource")
                ? node.with("spec", spec.without("configSource"))
                : node;
        return withoutStatus(kept, old);
    }

    private static JsonMap withoutStatus(JsonMap node, JsonMap old) {
        var status = node.map("status");
        return status.has("config") && !old.map("status").has("config")
                ? node.with("status", status.without("config"))
                : node;
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        return super.prepareForStatusUpdate(withoutStatus(object, old), old);
    }
}
