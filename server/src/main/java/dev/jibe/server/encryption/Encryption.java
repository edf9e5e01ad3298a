package dev.jibe.server.encryption;

import dev.jibe.server.encryption.Provider.Opened;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which providers each resource has: the first writes, all read.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/">Encrypting Confidential Data at
 * Rest</a>. It remembers what was read that would be written differently now, so that a write that changes nothing is made
 * all the same: that is how people move to another key.
 */
public final class Encryption implements AutoCloseable {

    /** Nothing is encrypted, and nothing was. */
    public static final Encryption NONE = new Encryption(new Rules(Map.of()));

    private static final List<Provider> PLAIN = List.of(new Provider.Identity());

    /**
     * What a file says.
     *
     * @param providers by {@code resource.group}, {@code *.group} and {@code *.*}; the core group's name is empty
     */
    record Rules(Map<String, List<Provider>> providers) {

        Rules {
            providers = Map.copyOf(providers);
        }

        /** The key management services, each once, in the order of their names. */
        List<KmsProvider> services() {
            return providers.values().stream()
                    .flatMap(List::stream)
                    .filter(KmsProvider.class::isInstance)
                    .map(KmsProvider.class::cast)
                    .distinct()
                    .sorted(Comparator.comparing(KmsProvider::name))
                    .toList();
        }

        /** What is wrong with the services; empty if all are well. */
        String check() {
            var all = services();
            var wrong = new ArrayList<String>();
            for (int i = 0; i < all.size(); i++) {
                var found = all.get(i).check();
                if (!found.isEmpty()) {
                    wrong.add("kms-provider-" + i + ": " + found);
                }
            }
            return wrong.size() > 1 ? wrong.toString() : String.join("", wrong);
        }

        void close() {
            services().forEach(KmsProvider::close);
        }
    }

    private volatile Rules rules;
    private final Set<String> stale = ConcurrentHashMap.newKeySet();

    /** How often the rules have changed. */
    private final AtomicInteger reloads = new AtomicInteger();

    /** What was written since rules or keys changed, with the number of that change. */
    private final Map<String, Integer> rewritten = new ConcurrentHashMap<>();

    Encryption(Rules rules) {
        this.rules = rules;
    }

    /** Goes by other rules from now on; answers those of before, which others may still use for a moment. */
    Rules replace(Rules others) {
        var before = rules;
        rules = others;
        reloads.incrementAndGet();
        return before;
    }

    Rules rules() {
        return rules;
    }

    /** Whether a key management service is asked. */
    public boolean asksServices() {
        return !rules.services().isEmpty();
    }

    /** What is wrong with the key management services; empty if all are well. */
    public String check() {
        return rules.check();
    }

    @Override
    public void close() {
        rules.close();
    }

    private List<Provider> of(String bucket) {
        var providers = rules.providers();
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
        return seal(bucket, key, place(bucket, key), plain);
    }

    /** The bytes to keep under a key of a store that others read too; encryption binds them to it. */
    public byte[] sealAt(String path, String bucket, String key, byte[] plain) {
        return seal(bucket, key, path.getBytes(StandardCharsets.UTF_8), plain);
    }

    private byte[] seal(String bucket, String key, byte[] place, byte[] plain) {
        var first = of(bucket).getFirst();
        int change = change(first);
        var sealed = first.seal(plain, place);
        if (change > 0) {
            var name = bucket + "/" + key;
            rewritten.put(name, change);
            stale.remove(name);
        }
        return sealed;
    }

    /** How often it was changed with what is written. */
    private int change(Provider first) {
        return reloads.get() + first.changes();
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
        int change = change(all.getFirst());
        for (int i = 0; i < all.size(); i++) {
            try {
                Opened opened = all.get(i).open(stored, place);
                if (opened != null) {
                    if (i > 0 || opened.stale()) {
                        stale.add(name);
                    } else {
                        stale.remove(name);
                        if (change > 0) {
                            rewritten.put(name, change);
                        }
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

    /** Whether a value would be written differently now from how it was. */
    public boolean isStale(String bucket, String key) {
        int change = change(of(bucket).getFirst());
        var name = bucket + "/" + key;
        return (change > 0 && rewritten.getOrDefault(name, 0) < change) || (!stale.isEmpty() && stale.contains(name));
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
