package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;

/** Leases; without the fields of coordinated elections unless those are on. */
final class LeaseStrategy extends BuiltinStrategy {

    private static final String COORDINATED = "CoordinatedLeaderElection";

    LeaseStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return features().enabled(COORDINATED) ? object : plain(object);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        boolean used = old.map("spec").has("strategy") || old.map("spec").has("preferredHolder");
        return used || features().enabled(COORDINATED) ? object : plain(object);
    }

    private static JsonMap plain(JsonMap lease) {
        var spec = lease.map("spec");
        return spec.has("strategy") || spec.has("preferredHolder")
                ? lease.with("spec", spec.without("strategy").without("preferredHolder"))
                : lease;
    }
}
