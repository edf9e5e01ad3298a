package dev.jibe.controllers.resourcequota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ResourceQuota;
import dev.jibe.object.quota.Amounts;
import dev.jibe.object.quota.CountedResource;
import dev.jibe.object.quota.QuotaUsage;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** The status that a quota should have, decided from what was read and nothing else. */
record QuotaPlan(Optional<JsonMap> status) {

    /**
     * The plan.
     *
     * @param objects those of a resource in the quota's namespace
     * @param classes of devices
     */
    static QuotaPlan of(
            ResourceQuota quota,
            Function<CountedResource, ? extends Collection<JsonMap>> objects,
            Collection<JsonMap> classes,
            Instant now) {
        var hard = quota.spec().tree().map("hard");
        var before = quota.status().tree();
        var used = Amounts.of(before.map("used"));
        used.putAll(QuotaUsage.used(quota.tree(), objects, classes, now));
        used.keySet().retainAll(hard.strings().keySet());
        var status = before.with("hard", hard).with("used", Amounts.tree(used));
        boolean isSame = before.has("hard")
                && before.has("used")
                && before.map("hard").equals(hard)
                && Amounts.of(before.map("used")).equals(used);
        return new QuotaPlan(isSame ? Optional.empty() : Optional.of(status));
    }
}
