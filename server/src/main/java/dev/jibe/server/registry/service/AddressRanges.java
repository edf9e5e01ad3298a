package dev.jibe.server.registry.service;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges of service addresses: the cluster's own, and those of all {@code ServiceCIDR} objects that are ready. */
public final class AddressRanges {

    private final AddressRange first;
    private final Store<JsonMap> store;
    private final String bucket;

    /** @param bucket where ServiceCIDR objects are stored */
    public AddressRanges(AddressRange first, Store<JsonMap> store, String bucket) {
        this.first = first;
        this.store = store;
        this.bucket = bucket;
    }

    AddressRange first() {
        return first;
    }

    List<AddressRange> all() {
        var ranges = new ArrayList<AddressRange>();
        ranges.add(first);
        for (var entry : store.latest().range(bucket)) {
            var object = entry.value();
            if (!isReady(object) || object.map("metadata").has("deletionTimestamp")) {
                continue;
            }
            object.map("spec")
                    .list("cidrs")
                    .strings()
                    .filter(AddressRange::isServed)
                    .map(AddressRange::parse)
                    .filter(range -> !ranges.contains(range))
                    .forEach(ranges::add);
        }
        return ranges;
    }

    private static boolean isReady(JsonMap object) {
        return object.map("status")
                .list("conditions")
                .maps()
                .anyMatch(c ->
                        c.string("type").equals("Ready") && c.string("status").equals("True"));
    }

    /** The range that an address is in, or null. */
    @Nullable
    AddressRange around(String address) {
        return all().stream()
                .filter(range -> range.indexOf(address) >= 0)
                .findFirst()
                .orElse(null);
    }
}
