package dev.jibe.jibe;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lease by which others know that this API server is there, and the removal of those of servers that are not.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/architecture/leases/#api-server-identity">API server identity</a>.
 */
final class ServerLease implements AutoCloseable {

    private static final Log LOG = Log.of(ServerLease.class);
    private static final String NAMESPACE = "kube-system";
    private static final String COMPONENT = "kube-apiserver";
    private static final String LABEL = "apiserver.kubernetes.io/identity";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int HASHED_BYTES = 16;
    private static final int LETTER_BITS = 5;
    private static final Duration RENEW_EVERY = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Client client;
    private final String host;
    private final String name;
    private final String holder;
    private final Clock clock;
    private @Nullable Cancellable renewal;
    private @Nullable Cancellable removal;
    private boolean closed;

    /**
     * Does nothing yet.
     *
     * @param holder tells this process from others on the same machine
     */
    ServerLease(Client client, String host, String holder, Clock clock) {
        this.client = client;
        this.host = host;
        this.name = name(host);
        this.holder = name + "_" + holder;
        this.clock = clock;
    }

    /** Upstream's name of the lease of a machine's API server. */
    static String name(String host) {
        var hashed = new ByteArrayOutputStream();
        for (var part : new String[] {host, COMPONENT}) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            hashed.write(bytes.length >> 8);
            hashed.write(bytes.length);
            hashed.writeBytes(bytes);
        }
        try {
            return "apiserver-" + base32(MessageDigest.getInstance("SHA-256").digest(hashed.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The first bytes in the letters of RFC 4648, without padding. */
    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int rest = 0;
        int bits = 0;
        for (int i = 0; i < HASHED_BYTES; i++) {
            rest = rest << 8 | bytes[i] & 0xff;
            for (bits += 8; bits >= LETTER_BITS; bits -= LETTER_BITS) {
                text.append(ALPHABET.charAt(rest >> bits - LETTER_BITS & 31));
            }
            rest &= (1 << bits) - 1;
        }
        return bits == 0
                ? text.toString()
                : text.append(ALPHABET.charAt(rest << LETTER_BITS - bits & 31)).toString();
    }

    /** Takes the lease, whoever had it, and keeps it from then on. */
    synchronized void start() {
        remove(name, Deletion.DEFAULT);
        renew();
        collect();
    }

    private synchronized void renew() {
        if (closed) {
            return;
        }
        var spec = JsonMap.of(
                "holderIdentity",
                holder,
                "leaseDurationSeconds",
                LIFETIME.toSeconds(),
                "renewTime",
                Times.micros(clock.now()));
        try {
            write(spec);
        } catch (RuntimeException e) {
            LOG.warn("cannot renew the lease of this server", "lease", name, "reason", e.getMessage());
        }
        renewal = clock.schedule(RENEW_EVERY, this::renew);
    }

    private void write(JsonMap spec) {
        var leases = client.of(Lease.KIND);
        try {
            leases.patch(NAMESPACE, name, new Patch.Merge(JsonMap.of("spec", spec)));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
            var labels = JsonMap.of(LABEL, COMPONENT, "kubernetes.io/hostname", host);
            var lease = Lease.KIND.create(NAMESPACE, name).tree();
            leases.create(
                    Lease.KIND.of(lease.withAt(labels, "metadata", "labels").with("spec", spec)));
        }
    }

    /** Removes the leases of servers that have not been heard of for as long as they said. */
    private synchronized void collect() {
        if (closed) {
            return;
        }
        try {
            var now = clock.now();
            for (var lease : client.of(Lease.KIND)
                    .list(NAMESPACE, Selectors.labels(LABEL + "=" + COMPONENT))
                    .items()) {
                if (isExpired(lease, now)) {
                    remove(lease.name(), Deletion.ofUid(lease.uid()));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("cannot remove leases of other servers", "reason", e.getMessage());
        }
        removal = clock.schedule(LIFETIME, this::collect);
    }

    static boolean isExpired(Lease lease, Instant now) {
        var spec = lease.spec();
        return !spec.hasRenewTime()
                || !spec.hasLeaseDurationSeconds()
                || spec.renewTime().plusSeconds(spec.leaseDurationSeconds()).isBefore(now);
    }

    private void remove(String lease, Deletion deletion) {
        try {
            client.of(Lease.KIND).delete(NAMESPACE, lease, deletion);
        } catch (ApiFailure e) {
            if (!e.isNotFound()) {
                LOG.warn("cannot remove the lease of a server", "lease", lease, "reason", e.getMessage());
            }
        }
    }

    /** Says that this server is not there any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (renewal != null) {
            renewal.cancel();
        }
        if (removal != null) {
            removal.cancel();
        }
        remove(name, Deletion.DEFAULT);
    }
}
