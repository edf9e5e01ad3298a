package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Entry;
import dev.jibe.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal is worth: a write begins with what this server knows, and if that leads to a refusal, another server may
 * just have changed it. So it is looked at once more before anybody is refused; what goes well costs nothing.
 */
final class Freshness {

    private Freshness() {}

    /** Whether the entry, or its absence, is what is stored now. */
    static boolean isNewest(Store<JsonMap> store, Resource resource, String key, @Nullable Entry<JsonMap> entry) {
        var newest = store.fresh().get(resource.bucket(), key);
        return revision(newest) == revision(entry);
    }

    private static long revision(@Nullable Entry<JsonMap> entry) {
        return entry == null ? 0 : entry.modRevision();
    }
}
