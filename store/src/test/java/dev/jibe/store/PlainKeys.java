package dev.jibe.store;

import dev.jibe.store.etcd.Keys;
import org.jspecify.annotations.Nullable;

/** Buckets as folders of etcd, for tests. */
record PlainKeys(String prefix) implements Keys {

    @Override
    public String of(String bucket, String key) {
        return prefix + bucket + "/" + key;
    }

    @Override
    public @Nullable Place place(String etcdKey) {
        if (!etcdKey.startsWith(prefix)) {
            return null;
        }
        var rest = etcdKey.substring(prefix.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? null : new Place(rest.substring(0, slash), rest.substring(slash + 1));
    }
}
