package dev.jibe.server.encryption;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What operators measure of key management, under upstream's names; names of keys appear as their hashes. */
final class KmsMetrics {

    private static final String ENVELOPE = "apiserver_envelope_encryption_";
    private static final double[] CALL_BOUNDS = bounds(0.0001, 20);

    private final Histogram calls;
    private final Counter used;
    private final Gauge usedAt;
    private final Gauge statusAt;
    private final Counter invalid;
    private final Gauge cached;
    private final Counter misses;
    private final String server;
    private final Clock clock;

    /** @param server the identity of the server */
    KmsMetrics(Metrics metrics, String server, Clock clock) {
        this.server = hash(server);
        this.clock = clock;
        this.calls = metrics.histogram(
                ENVELOPE + "kms_operations_latency_seconds",
                "[ALPHA] KMS operation duration with gRPC error code status total.",
                CALL_BOUNDS,
                "provider_name",
                "method_name",
                "grpc_status_code");
        this.used = metrics.counter(
                ENVELOPE + "key_id_hash_total",
                "[ALPHA] Number of times a keyID is used split by transformation type, provider, and apiserver identity.",
                "transformation_type",
                "provider_name",
                "key_id_hash",
                "apiserver_id_hash");
        this.usedAt = metrics.gauge(
                ENVELOPE + "key_id_hash_last_timestamp_seconds",
                "[ALPHA] The last time in seconds when a keyID was used.",
                "transformation_type",
                "provider_name",
                "key_id_hash",
                "apiserver_id_hash");
        this.statusAt = metrics.gauge(
                ENVELOPE + "key_id_hash_status_last_timestamp_seconds",
                "[ALPHA] The last time in seconds when a keyID was returned by the Status RPC call.",
                "provider_name",
                "key_id_hash",
                "apiserver_id_hash");
        this.invalid = metrics.counter(
                ENVELOPE + "invalid_key_id_from_status_total",
                "[ALPHA] Number of times an invalid keyID is returned by the Status RPC call split by error.",
                "provider_name",
                "error");
        this.cached = metrics.gauge(
                ENVELOPE + "dek_source_cache_size",
                "[ALPHA] Number of records in data encryption key (DEK) source cache. On a restart, this value is an"
                        + " approximation of the number of decrypt RPC calls the server will make to the KMS plugin.",
                "provider_name");
        this.misses = metrics.counter(
                "apiserver_storage_envelope_transformation_cache_misses_total",
                "[ALPHA] Total number of cache misses while accessing key decryption key(KEK).");
    }

    private static double[] bounds(double first, int count) {
        var bounds = new double[count];
        for (int i = 0; i < count; i++) {
            bounds[i] = first * (1 << i);
        }
        return bounds;
    }

    void called(String provider, String method, String code, double seconds) {
        calls.observe(seconds, provider, method, code);
    }

    void sealed(String provider, String keyId) {
        used("to_storage", provider, keyId);
    }

    void opened(String provider, String keyId) {
        used("from_storage", provider, keyId);
    }

    private void used(String how, String provider, String keyId) {
        var key = hash(keyId);
        used.increment(how, provider, key, server);
        usedAt.set(clock.millis() / 1e3, how, provider, key, server);
    }

    void status(String provider, String keyId) {
        statusAt.set(clock.millis() / 1e3, provider, hash(keyId), server);
    }

    void invalid(String provider, String error) {
        invalid.increment(provider, error);
    }

    void cached(String provider, int size) {
        cached.set(size, provider);
    }

    void missed() {
        misses.increment();
    }

    /** A hash as upstream writes it; of nothing, nothing. */
    static String hash(String text) {
        return text.isEmpty() ? "" : hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
