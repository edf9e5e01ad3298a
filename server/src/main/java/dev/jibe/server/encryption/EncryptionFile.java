package dev.jibe.server.encryption;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.encryption.EncryptionConfiguration.KmsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that says what is encrypted, read at the start and, if that is asked for, again whenever it has changed. See <a
 * href="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#configure-automatic-reloading">Configure automatic
 * reloading</a>.
 */
public final class EncryptionFile implements AutoCloseable {

    private static final Log LOG = Log.of(EncryptionFile.class);
    static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** Time for calls under way to end, before the services that they are made to are let go of. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(10);

    private static final String NAMES = "apiserver_encryption_config_controller_";

    private final Path file;
    private final Clock clock;
    private final SecureRandom random;
    private final KmsMetrics kmsMetrics;
    private final Counter reloads;
    private final Gauge reloadedAt;
    private final String server;
    private final Encryption encryption;
    private volatile String hash;
    private @Nullable Cancellable next;
    private boolean closed;

    /**
     * Reads the file, and asks the key management services that it names.
     *
     * @param server the identity of the server, for metrics
     * @throws IOException if there is no such file
     * @throws ConfigurationException if it cannot be used
     */
    public EncryptionFile(Path file, String server, Metrics metrics, Clock clock, SecureRandom random)
            throws IOException {
        this.file = file;
        this.clock = clock;
        this.random = random;
        this.server = KmsMetrics.hash(server);
        this.kmsMetrics = new KmsMetrics(metrics, server, clock);
        this.reloads = metrics.counter(
                NAMES + "automatic_reloads_total",
                "[ALPHA] Total number of reload successes and failures of encryption configuration split by apiserver"
                        + " identity.",
                "status",
                "apiserver_id_hash");
        this.reloadedAt = metrics.gauge(
                NAMES + "automatic_reload_last_timestamp_seconds",
                "[ALPHA] Timestamp of the last successful or failed automatic reload of encryption configuration split by"
                        + " apiserver identity.",
                "status",
                "apiserver_id_hash");
        var bytes = Files.readAllBytes(file);
        this.encryption = new Encryption(parse(bytes));
        this.hash = KmsMetrics.hash(bytes);
        metrics.gauges(
                NAMES + "last_config_info",
                "[ALPHA] Information about the last applied encryption configuration with hash as label, split by"
                        + " apiserver identity.",
                List.of("apiserver_id_hash", "hash"),
                reading -> reading.is(1, this.server, hash));
    }

    private Encryption.Rules parse(byte[] bytes) {
        return EncryptionConfiguration.parse(bytes, random, this::service);
    }

    private KmsProvider service(KmsSettings settings) {
        var service = new GrpcKms(settings.name(), settings.socket(), settings.timeout(), kmsMetrics, clock);
        var probe = new KmsProbe(settings.name(), service, kmsMetrics, clock, random);
        probe.start();
        return new KmsProvider(settings.name(), service, probe, kmsMetrics, random);
    }

    public Encryption encryption() {
        return encryption;
    }

    /** Looks from now on once a minute whether the file has changed. */
    public synchronized void follow() {
        if (!closed) {
            next = clock.schedule(LOOK_EVERY, () -> {
                reload();
                follow();
            });
        }
    }

    /** Goes by the file as it is now, if it has changed and can be used. */
    void reload() {
        try {
            var bytes = Files.readAllBytes(file);
            var found = KmsMetrics.hash(bytes);
            if (found.equals(hash)) {
                return;
            }
            var rules = parse(bytes);
            var wrong = rules.check();
            if (!wrong.isEmpty()) {
                rules.close();
                throw new ConfigurationException("health check for new transformers failed: " + wrong);
            }
            var before = encryption.replace(rules);
            hash = found;
            clock.schedule(LEAST_GRACE, before::close);
            noted("success");
            LOG.info("the encryption configuration was read again", "file", file);
        } catch (IOException | ConfigurationException | EncryptionException e) {
            noted("failure");
            LOG.error("the encryption configuration cannot be read again; the one before stays", e, "file", file);
        }
    }

    private void noted(String status) {
        reloads.increment(status, server);
        reloadedAt.set(clock.millis() / 1e3, status, server);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        encryption.close();
    }
}
