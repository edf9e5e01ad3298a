package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;

/** Leases, without the fields of coordinated elections, which upstream does not have on by default. */
final class LeaseStrategy extends BuiltinStrategy {

    LeaseStrategy(ResourceInfo info) {
        super(info);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return plain(object);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        boolean used = old.map("spec").has("strategy") || old.map("spec").has("preferredHolder");
        return used ? object : plain(object);
    }

    private static JsonMap plain(JsonMap lease) {
        var spec = lease.map("spec");
        return spec.has("strategy") || spec.has("preferredHolder")
                ? lease.with("spec", spec.without("strategy").without("preferredHolder"))
                : lease;
    }
}
