package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import java.time.Instant;
import java.util.Objects;

/** Volumes and claims: both begin as pending, and a claim says twice what it is filled from. */
final class StorageStrategy extends BuiltinStrategy {

    private static final String SINCE = "lastPhaseTransitionTime";

    StorageStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    private boolean isClaim() {
        return info().plural().equals("persistentvolumeclaims");
    }

    @Override
    public boolean isWrittenByFirstUpdate() {
        return isClaim();
    }

    @Override
    public JsonMap prepareForCreate(JsonMap given) {
        var object = ungated(given, JsonMap.EMPTY);
        var status = JsonMap.of("phase", "Pending");
        if (isClaim()) {
            return withSources(object.with("status", status), false);
        }
        var since = object.map("metadata").get("creationTimestamp");
        return object.with("status", since == null ? status : status.with("lastPhaseTransitionTime", since));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        var updated = super.prepareForUpdate(object, old);
        return isClaim() ? withSources(updated, old.map("spec").has("dataSource")) : updated;
    }

    /** A volume says since when it is in its phase, if the client does not. */
    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        var updated = super.prepareForStatusUpdate(object, old);
        if (isClaim()) {
            return updated;
        }
        var since = old.map("status").get(SINCE);
        var status = updated.map("status");
        boolean same = status.string("phase").equals(old.map("status").string("phase"));
        if (same && !status.has(SINCE) && since != null) {
            return updated.with("status", status.with(SINCE, since));
        }
        return !same && (!status.has(SINCE) || Objects.equals(status.get(SINCE), since))
                ? updated.with("status", status.with(SINCE, Times.seconds(now)))
                : updated;
    }

    /** The older field takes nothing but claims and snapshots, and forgets what else it is given. */
    private static boolean isSource(JsonMap source) {
        var group = source.string("apiGroup");
        var kind = source.string("kind");
        return group.isEmpty() && kind.equals("PersistentVolumeClaim")
                || group.equals("snapshot.storage.k8s.io") && kind.equals("VolumeSnapshot");
    }

    /** Each of the two fields for the source is filled in from the other, as far as it can say the same. */
    private static JsonMap withSources(JsonMap claim, boolean kept) {
        var spec = claim.map("spec");
        if (!kept && spec.has("dataSource") && !spec.has("dataSourceRef") && !isSource(spec.map("dataSource"))) {
            return claim.with("spec", spec.without("dataSource"));
        }
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
