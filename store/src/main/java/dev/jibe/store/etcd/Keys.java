package dev.jibe.store.etcd;

import org.jspecify.annotations.Nullable;

/** Which key of etcd holds a key of a bucket: the layout that is shared with whoever else uses that etcd. */
public interface Keys {

    /** A bucket's key. */
    record Place(String bucket, String key) {}

    /** What all keys begin with; it ends with a slash. */
    String prefix();

    String of(String bucket, String key);

    /** The place of a key of etcd that begins with the prefix, or null if it is not ours to read. */
    @Nullable
    Place place(String etcdKey);
}
