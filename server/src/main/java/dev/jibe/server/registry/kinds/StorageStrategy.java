package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;

/** Volumes and claims: both begin as pending, and a claim says twice what it is filled from. */
final class StorageStrategy extends BuiltinStrategy {

    StorageStrategy(ResourceInfo info) {
        super(info);
    }

    private boolean isClaim() {
        return info().plural().equals("persistentvolumeclaims");
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        var status = JsonMap.of("phase", "Pending");
        if (isClaim()) {
            return withSources(object.with("status", status));
        }
        var since = object.map("metadata").get("creationTimestamp");
        return object.with("status", since == null ? status : status.with("lastPhaseTransitionTime", since));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        var updated = super.prepareForUpdate(object, old);
        return isClaim() ? withSources(updated) : updated;
    }

    /** Each of the two fields for the source is filled in from the other, as far as it can say the same. */
    private static JsonMap withSources(JsonMap claim) {
        var spec = claim.map("spec");
        if (spec.has("dataSource") && !spec.has("dataSourceRef")) {
            return claim.with("spec", spec.with("dataSourceRef", spec.map("dataSource")));
        }
        if (spec.has("dataSourceRef")
                && !spec.has("dataSource")
                && spec.map("dataSourceRef").string("namespace").isEmpty()) {
            return claim.with(
                    "spec", spec.with("dataSource", spec.map("dataSourceRef").without("namespace")));
        }
        return claim;
    }
}
