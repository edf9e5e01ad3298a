package dev.jibe.server.encryption;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.encryption.KmsService.Encrypted;
import dev.jibe.server.encryption.KmsService.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps watch over a key management service: whether it is well, which key it uses, and with what is encrypted now.
 *
 * <p>It asks once a minute. A new key of the service makes a new seed; while the service is not well the one at hand is good
 * for three minutes more, and for reading for ever.
 */
final class KmsProbe implements AutoCloseable {

    private static final Log LOG = Log.of(KmsProbe.class);

    static final Duration POLL = Duration.ofMinutes(1);
    static final Duration POLL_WHEN_SICK = Duration.ofSeconds(10);

    /** How long what is known to be well, or sick, is taken to be so still. */
    private static final Duration WELL_FOR = Duration.ofSeconds(20);

    private static final Duration SICK_FOR = Duration.ofSeconds(3);
    static final Duration WRITES_FOR = Duration.ofMinutes(3);
    private static final List<String> VERSIONS = List.of("v2", "v2beta1");

    /**
     * What is written with.
     *
     * @param key the seed as the service encrypted it
     * @param until when it may be written with
     */
    record Writing(Sealer sealer, Encrypted key, Instant until) {}

    private record Finding(String wrong, Instant at) {}

    private final String name;
    private final KmsService service;
    private final KmsMetrics metrics;
    private final Clock clock;
    private final Ids ids;
    private final SecureRandom random;
    private volatile @Nullable Writing writing;
    private final AtomicInteger changes = new AtomicInteger();
    private Finding last = new Finding("", Instant.MIN);
    private Duration lasts = SICK_FOR;
    private String version = "";
    private @Nullable Cancellable next;
    private boolean closed;

    KmsProbe(String name, KmsService service, KmsMetrics metrics, Clock clock, SecureRandom random) {
        this.name = name;
        this.service = service;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = new Ids(random);
        this.random = random;
    }

    /** Asks the first time, and goes on asking. */
    void start() {
        // The first call takes its time, for reasons of this process; one that comes late is made again at once.
        if (!check().isEmpty()) {
            forget();
        }
        poll();
    }

    private synchronized void forget() {
        last = new Finding("", Instant.MIN);
    }

    private void poll() {
        var wrong = check();
        if (!wrong.isEmpty()) {
            LOG.warn("a key management service is not well", "name", name, "reason", wrong);
        }
        synchronized (this) {
            if (!closed) {
                next = clock.schedule(wrong.isEmpty() ? POLL : POLL_WHEN_SICK, this::poll);
            }
        }
    }

    /** What is wrong with the service; empty if it is well. Asked again soon, it answers what it found before. */
    synchronized String check() {
        var now = clock.now();
        if (!last.at().equals(Instant.MIN) && now.isBefore(last.at().plus(lasts))) {
            return last.wrong();
        }
        String wrong;
        try {
            wrong = wrong(service.status());
            wrong = wrong.isEmpty() ? "" : "kmsv2 Provider " + name + " is not healthy, error: " + wrong;
        } catch (KmsException e) {
            wrong = "failed to perform status section of the healthz check for KMS Provider " + name + ", error: "
                    + e.getMessage();
        }
        last = new Finding(wrong, clock.now());
        lasts = wrong.isEmpty() ? WELL_FOR : SICK_FOR;
        return wrong;
    }

    private String wrong(Status status) {
        var errors = new ArrayList<String>();
        if (!status.healthz().equals("ok")) {
            errors.add("got unexpected healthz status: " + status.healthz());
        }
        if (!VERSIONS.contains(status.version())) {
            errors.add("expected KMSv2 API version v2, got " + status.version());
        } else if (version.isEmpty()) {
            version = status.version();
        } else if (!version.equals(status.version())) {
            errors.add("KMSv2 API version should not change after the initial status response version " + version
                    + ", got " + status.version());
        }
        var wrongId = SealedObject.wrongKeyId(status.keyId());
        if (!wrongId.isEmpty()) {
            metrics.invalid(name, status.keyId().isEmpty() ? "empty" : "too_long");
            errors.add("got invalid KMSv2 KeyID hash \"" + KmsMetrics.hash(status.keyId()) + "\": " + wrongId);
        } else {
            metrics.status(name, status.keyId());
            rotate(status.keyId(), errors);
        }
        return errors.size() > 1 ? errors.toString() : String.join("", errors);
    }

    /** Goes on with the seed at hand if the service still uses its key, and makes a new one if not. */
    private void rotate(String keyId, List<String> errors) {
        var now = writing;
        var until = clock.now().plus(WRITES_FOR);
        if (now != null && now.key().keyId().equals(keyId)) {
            writing = new Writing(now.sealer(), now.key(), until);
            return;
        }
        var uid = ids.uuid();
        try {
            var seed = new byte[SeededGcm.SEED_BYTES];
            random.nextBytes(seed);
            var sealer = new SeededGcm(seed, random);
            var key = encrypt(uid, seed);
            if (!key.keyId().equals(keyId)) {
                throw new KmsException("the key of the answer has the hash " + KmsMetrics.hash(key.keyId())
                        + ", that of the status " + KmsMetrics.hash(keyId));
            }
            writing = new Writing(sealer, key, until);
            if (now != null) {
                changes.incrementAndGet();
            }
        } catch (KmsException e) {
            errors.add("failed to rotate DEK uid=\"" + uid + "\", useSeed=true, errGen=" + e.getMessage()
                    + ", statusKeyIDHash=\"" + KmsMetrics.hash(keyId) + "\", stateKeyIDHash=\""
                    + (now == null ? "" : KmsMetrics.hash(now.key().keyId())) + "\"");
        }
    }

    private Encrypted encrypt(String uid, byte[] seed) {
        try {
            var key = service.encrypt(uid, seed);
            SealedObject.check(key);
            return key;
        } catch (KmsException e) {
            throw new KmsException("failed to encrypt DEK, error: " + e.getMessage(), e);
        }
    }

    /** What was written with last; null if the service was never well. */
    @Nullable
    Writing known() {
        return writing;
    }

    /**
     * What to write with.
     *
     * @throws EncryptionException if there is nothing, or nothing any more
     */
    Writing writing() {
        var now = writing;
        if (now == null) {
            throw new EncryptionException("got unexpected nil transformer");
        }
        if (clock.now().isAfter(now.until())) {
            throw new EncryptionException("encryptedDEKSource with keyID hash \""
                    + KmsMetrics.hash(now.key().keyId()) + "\" expired at " + now.until() + " (current time is "
                    + clock.now() + ")");
        }
        return now;
    }

    /** How often the service came to use another key. */
    int changes() {
        return changes.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        service.close();
    }
}
