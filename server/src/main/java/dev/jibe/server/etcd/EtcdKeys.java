package dev.jibe.server.etcd;

import dev.jibe.object.schema.Schema;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.StorageKey;
import dev.jibe.store.etcd.Keys;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where upstream keeps objects: built-in resources under their plural names, which are theirs alone, some under older
 * ones; all others under their group and plural name.
 */
public final class EtcdKeys implements Keys {

    /** Where API servers say that they are there, by their addresses. */
    public static final String SERVERS = "masterleases";

    private final String prefix;
    private final Map<String, String> folders = new HashMap<>();
    private final Map<String, String> buckets = new HashMap<>();

    /** @param prefix as it is given to upstream's {@code --etcd-prefix} */
    public EtcdKeys(String prefix, Schema schema) {
        var bare = prefix.replaceAll("^/+|/+$", "");
        this.prefix = bare.isEmpty() ? "/" : "/" + bare + "/";
        for (var info : schema.resources()) {
            var bucket = Resources.bucket(info);
            var folder = StorageKey.folder(info.group(), info.plural());
            folders.put(bucket, folder);
            buckets.put(folder, bucket);
        }
        buckets.put(SERVERS, SERVERS);
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public String of(String bucket, String key) {
        return prefix + folder(bucket) + "/" + key;
    }

    private String folder(String bucket) {
        var builtin = folders.get(bucket);
        if (builtin != null) {
            return builtin;
        }
        int dot = bucket.indexOf('.');
        return dot < 0 ? bucket : bucket.substring(dot + 1) + "/" + bucket.substring(0, dot);
    }

    @Override
    public @Nullable Place place(String etcdKey) {
        if (!etcdKey.startsWith(prefix)) {
            return null;
        }
        int start = prefix.length();
        int slash = etcdKey.indexOf('/', start);
        if (slash < 0) {
            return null;
        }
        var first = etcdKey.substring(start, slash);
        var builtin = buckets.get(first);
        if (builtin != null) {
            return place(builtin, etcdKey, slash);
        }
        int second = etcdKey.indexOf('/', slash + 1);
        if (second < 0) {
            return null;
        }
        var known = buckets.get(etcdKey.substring(start, second));
        if (known != null) {
            return place(known, etcdKey, second);
        }
        // The groups of custom resources are names of domains.
        return first.indexOf('.') < 0
                ? null
                : place(etcdKey.substring(slash + 1, second) + "." + first, etcdKey, second);
    }

    private static @Nullable Place place(String bucket, String etcdKey, int slash) {
        return slash + 1 == etcdKey.length() ? null : new Place(bucket, etcdKey.substring(slash + 1));
    }
}
