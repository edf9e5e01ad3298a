package dev.jibe.server.encryption;

import dev.jibe.server.encryption.Provider.Opened;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which providers each resource has: the first writes, all read.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/">Encrypting Confidential Data at
 * Rest</a>. It remembers what was read that would be written differently now, so that a write that changes nothing is made
 * all the same: that is how people move to another key.
 */
public final class Encryption {

    /** Nothing is encrypted, and nothing was. */
    public static final Encryption NONE = new Encryption(Map.of());

    private static final List<Provider> PLAIN = List.of(new Provider.Identity());

    /** By {@code resource.group}, {@code *.group} and {@code *.*}; the core group's name is empty. */
    private final Map<String, List<Provider>> providers;

    private final Set<String> stale = ConcurrentHashMap.newKeySet();

    Encryption(Map<String, List<Provider>> providers) {
        this.providers = Map.copyOf(providers);
    }

    private List<Provider> of(String bucket) {
        if (providers.isEmpty()) {
            return PLAIN;
        }
        int dot = bucket.indexOf('.');
        var exact = dot < 0 ? bucket + "." : bucket;
        var group = dot < 0 ? "" : bucket.substring(dot + 1);
        for (var rule : List.of(exact, "*." + group, "*.*")) {
            var found = providers.get(rule);
            if (found != null) {
                return found;
            }
        }
        return PLAIN;
    }

    /** The bytes to keep of a value of a bucket. */
    public byte[] seal(String bucket, String key, byte[] plain) {
        return seal(bucket, place(bucket, key), plain);
    }

    /** The bytes to keep under a key of a store that others read too; encryption binds them to it. */
    public byte[] sealAt(String path, String bucket, byte[] plain) {
        return seal(bucket, path.getBytes(StandardCharsets.UTF_8), plain);
    }

    private byte[] seal(String bucket, byte[] place, byte[] plain) {
        return of(bucket).getFirst().seal(plain, place);
    }

    /**
     * What was kept.
     *
     * @throws EncryptionException if no provider can read it, with what to do
     */
    public byte[] open(String bucket, String key, byte[] stored) {
        return open(bucket, key, place(bucket, key), stored);
    }

    /** What was kept under a key of a store that others read too. */
    public byte[] openAt(String path, String bucket, String key, byte[] stored) {
        return open(bucket, key, path.getBytes(StandardCharsets.UTF_8), stored);
    }

    private byte[] open(String bucket, String key, byte[] place, byte[] stored) {
        var all = of(bucket);
        var name = bucket + "/" + key;
        for (int i = 0; i < all.size(); i++) {
            try {
                Opened opened = all.get(i).open(stored, place);
                if (opened != null) {
                    if (i > 0 || opened.stale()) {
                        stale.add(name);
                    } else {
                        stale.remove(name);
                    }
                    return opened.plain();
                }
            } catch (EncryptionException e) {
                throw new EncryptionException(
                        name + " cannot be decrypted: " + e.getMessage()
                                + "; start with the keys that it was written with, behind those in use",
                        e);
            }
        }
        throw new EncryptionException(name
                + " cannot be read: no matching prefix found; start with the provider that it was written with,"
                + " behind those in use (identity for what was never encrypted)");
    }

    /** Whether a value as it was read at the start would be written differently now. */
    public boolean isStale(String bucket, String key) {
        return !stale.isEmpty() && stale.contains(bucket + "/" + key);
    }

    /** Notes that a value was written anew. */
    public void written(String bucket, String key) {
        if (!stale.isEmpty()) {
            stale.remove(bucket + "/" + key);
        }
    }

    private static byte[] place(String bucket, String key) {
        return ("/registry/" + bucket + "/" + key).getBytes(StandardCharsets.UTF_8);
    }
}
