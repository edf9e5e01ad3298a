package dev.jibe.server.encryption;

import dev.jibe.runtime.Ids;
import dev.jibe.server.encryption.KmsService.Encrypted;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider whose keys are encrypted by a key management service, and kept with each value. */
final class KmsProvider implements Provider, AutoCloseable {

    /** Keys that were decrypted; there are about as many as the service had keys and the server was started. */
    private static final int MAX_KEYS = 4_096;

    private final String name;
    private final byte[] prefix;
    private final KmsService service;
    private final KmsProbe probe;
    private final KmsMetrics metrics;
    private final Ids ids;
    private final SecureRandom random;

    private final Map<String, Sealer> keys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sealer> eldest) {
            return size() > MAX_KEYS;
        }
    };

    KmsProvider(String name, KmsService service, KmsProbe probe, KmsMetrics metrics, SecureRandom random) {
        this.name = name;
        this.prefix = ("k8s:enc:kms:v2:" + name + ":").getBytes(StandardCharsets.UTF_8);
        this.service = service;
        this.probe = probe;
        this.metrics = metrics;
        this.ids = new Ids(random);
        this.random = random;
    }

    String name() {
        return name;
    }

    @Override
    public byte[] seal(byte[] plain, byte[] place) {
        var now = probe.writing();
        remember(place(now.key(), true), now.sealer());
        var sealed = new SealedObject(now.sealer().seal(plain, place), now.key(), true).write();
        metrics.sealed(name, now.key().keyId());
        var stored = Arrays.copyOf(prefix, prefix.length + sealed.length);
        System.arraycopy(sealed, 0, stored, prefix.length, sealed.length);
        return stored;
    }

    @Override
    public @Nullable Opened open(byte[] stored, byte[] place) {
        if (!Provider.begins(stored, prefix)) {
            return null;
        }
        try {
            var object = SealedObject.read(Arrays.copyOfRange(stored, prefix.length, stored.length));
            var now = probe.known();
            if (now == null) {
                throw new KmsException("got unexpected nil transformer: " + probe.check());
            }
            var plain = sealer(object).open(object.data(), place);
            metrics.opened(name, object.key().keyId());
            boolean stale =
                    !object.fromSeed() || !object.key().keyId().equals(now.key().keyId());
            return new Opened(plain, stale);
        } catch (KmsException e) {
            throw new EncryptionException(String.valueOf(e.getMessage()), e);
        }
    }

    private Sealer sealer(SealedObject object) {
        var place = place(object.key(), object.fromSeed());
        synchronized (keys) {
            var known = keys.get(place);
            if (known != null) {
                return known;
            }
        }
        metrics.missed();
        byte[] key;
        try {
            key = service.decrypt(ids.uuid(), object.key());
        } catch (KmsException e) {
            throw new KmsException("failed to decrypt DEK, error: " + e.getMessage(), e);
        }
        var sealer = object.fromSeed() ? new SeededGcm(key, random) : new AesGcm(key, random);
        remember(place, sealer);
        return sealer;
    }

    private void remember(String place, Sealer sealer) {
        synchronized (keys) {
            if (keys.put(place, sealer) == null) {
                metrics.cached(name, keys.size());
            }
        }
    }

    /** By what a key is known again: all that the service is told about it. */
    private static String place(Encrypted key, boolean fromSeed) {
        return KmsMetrics.hash(new SealedObject(new byte[] {0}, key, fromSeed).write());
    }

    @Override
    public int changes() {
        return probe.changes();
    }

    /** What is wrong with the service; empty if it is well. */
    String check() {
        return probe.check();
    }

    @Override
    public void close() {
        probe.close();
    }
}
