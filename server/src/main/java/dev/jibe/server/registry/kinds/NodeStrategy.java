package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;

/** Nodes: an agent registers itself with the state it is in. */
final class NodeStrategy extends BuiltinStrategy {

    NodeStrategy(ResourceInfo info) {
        super(info);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return object;
    }
}
