package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;

/** Volumes and claims: both begin as pending. */
final class VolumeStrategy extends BuiltinStrategy {

    VolumeStrategy(ResourceInfo info) {
        super(info);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return object.with("status", JsonMap.of("phase", "Pending"));
    }
}
