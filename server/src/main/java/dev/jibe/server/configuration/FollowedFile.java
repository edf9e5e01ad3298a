package dev.jibe.server.configuration;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Gauge;
import dev.jibe.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file that is read again when it has changed; what cannot be used is noted, and the one before stays.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration">Authentication
 * configuration from files</a>.
 */
public final class FollowedFile implements AutoCloseable {

    /** Goes by another content of the file. */
    @FunctionalInterface
    public interface Change {
        /**
         * Goes by it from now on.
         *
         * @throws ConfigurationException if it cannot be used
         */
        void to(byte[] content);
    }

    private static final Log LOG = Log.of(FollowedFile.class);

    /** Events may be missed, such as those of a file behind a link. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final Path file;
    private final String kind;
    private final String server;
    private final Change change;
    private final Clock clock;
    private final Counter reloads;
    private final Gauge reloadedAt;
    private final @Nullable WatchService events;
    private byte[] content;
    private volatile String hash;
    private @Nullable Cancellable next;
    private boolean closed;

    /**
     * Follows a file from now on.
     *
     * @param content that was read at the start
     * @param kind what it configures: {@code authentication} or {@code authorization}
     * @param server the identity of the server, for metrics
     */
    public FollowedFile(
            Path file, byte[] content, String kind, String server, Metrics metrics, Clock clock, Change change) {
        this.file = file.toAbsolutePath();
        this.content = content;
        this.kind = kind;
        this.server = hash(server.getBytes(StandardCharsets.UTF_8));
        this.change = change;
        this.clock = clock;
        var names = "apiserver_" + kind + "_config_controller_";
        var of = " of " + kind + " configuration split by status and apiserver identity.";
        this.reloads = metrics.counter(
                names + "automatic_reloads_total",
                "[BETA] Total number of automatic reloads" + of,
                "status",
                "apiserver_id_hash");
        this.reloadedAt = metrics.gauge(
                names + "automatic_reload_last_timestamp_seconds",
                "[BETA] Timestamp of the last automatic reload" + of,
                "status",
                "apiserver_id_hash");
        this.hash = hash(content);
        metrics.gauges(
                names + "last_config_info",
                "[ALPHA] Information about the last applied " + kind
                        + " configuration with hash as label, split by apiserver identity.",
                List.of("apiserver_id_hash", "hash"),
                reading -> reading.is(1, this.server, hash));
        this.events = events(this.file);
        if (events != null) {
            Thread.ofVirtual().name(kind + "-configuration").start(() -> listen(events));
        }
        schedule();
    }

    private static @Nullable WatchService events(Path file) {
        var folder = file.getParent();
        if (folder == null) {
            return null;
        }
        try {
            var service = file.getFileSystem().newWatchService();
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return service;
        } catch (IOException e) {
            LOG.warn("nobody tells when a file changes; it is looked at once a minute", "file", file);
            return null;
        }
    }

    private void listen(WatchService service) {
        try {
            while (true) {
                var key = service.take();
                key.pollEvents();
                look();
                if (!key.reset()) {
                    return;
                }
            }
        } catch (ClosedWatchServiceException end) {
            LOG.debug("a file is no longer followed", "file", file);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void schedule() {
        if (!closed) {
            next = clock.schedule(LOOK_EVERY, () -> {
                look();
                schedule();
            });
        }
    }

    /** Goes by the file as it is now, if it has changed and can be used. */
    synchronized void look() {
        if (closed) {
            return;
        }
        byte[] found;
        try {
            found = Files.readAllBytes(file);
        } catch (IOException e) {
            // It may be there again in a moment.
            failed(e);
            return;
        }
        if (Arrays.equals(found, content)) {
            return;
        }
        content = found;
        try {
            change.to(found);
            hash = hash(found);
            noted("success");
            LOG.info("a configuration was read again", "of", kind, "file", file);
        } catch (ConfigurationException e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        noted("failure");
        LOG.error("a configuration cannot be read again; the one before stays", e, "of", kind, "file", file);
    }

    private void noted(String status) {
        reloads.increment(status, server);
        reloadedAt.set(clock.millis() / 1e3, status, server);
    }

    private static String hash(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return bytes.length == 0 ? "" : "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
        if (events != null) {
            try {
                events.close();
            } catch (IOException e) {
                LOG.warn("a file is still followed", e, "file", file);
            }
        }
    }
}
