package dev.jibe.node.status;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Patch;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.protobuf.Times;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Registers the node and keeps it alive in the API: its lease every 10 seconds, its status when it changes and every 5
 * minutes.
 *
 * <p>See https://kubernetes.io/docs/reference/node/node-status/#heartbeats.
 */
public final class Heartbeat implements AutoCloseable {
    private static final Log LOG = Log.of(Heartbeat.class);
    private static final String LEASES = "kube-node-lease";
    private static final Duration LEASE_EVERY = Duration.ofSeconds(10);
    private static final Duration STATUS_EVERY = Duration.ofMinutes(5);
    private static final long LEASE_SECONDS = 40;

    private final Client client;
    private final String name;
    private final Clock clock;
    private final Function<JsonMap, NodeTree> look;
    private volatile @Nullable Cancellable next;
    private volatile boolean closed;
    private volatile JsonMap written = JsonMap.EMPTY;
    private volatile Instant writtenAt = Instant.EPOCH;

    /** {@code look} answers the node as it is, given the status that the API has. */
    public Heartbeat(Client client, String name, Clock clock, Function<JsonMap, NodeTree> look) {
        this.client = client;
        this.name = name;
        this.clock = clock;
        this.look = look;
    }

    /** Registers the node, and goes on from there; fails if the API refuses. */
    public void start() {
        var nodes = client.of(Node.KIND);
        var registered = nodes.find("", name);
        if (registered.isPresent()) {
            annotate(registered.get());
        } else {
            try {
                nodes.create(Node.KIND.of(look.apply(JsonMap.EMPTY).object()));
            } catch (ApiFailure failure) {
                if (!failure.isAlreadyExists()) {
                    throw failure;
                }
            }
        }
        writeStatus();
        beat();
    }

    /** A node that was registered by another start may have moved. */
    private void annotate(Node node) {
        var wanted = look.apply(JsonMap.EMPTY).annotations();
        var present = node.metadata().annotationsTree();
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.valueAt(i).equals(present.get(wanted.keyAt(i)))) {
                var body = JsonMap.of("metadata", JsonMap.of("annotations", wanted));
                client.of(Node.KIND).patch("", name, new Patch.Merge(body));
                return;
            }
        }
    }

    private void beat() {
        if (closed) {
            return;
        }
        try {
            renewLease();
            writeStatus();
        } catch (RuntimeException e) {
            LOG.warn("heartbeat failed", "node", name, "why", e.getMessage());
        } finally {
            if (!closed) {
                next = clock.schedule(LEASE_EVERY, this::beat);
            }
        }
    }

    private void renewLease() {
        var leases = client.of(Lease.KIND);
        String now = Times.micros(clock.now());
        JsonMap spec = JsonMap.of("holderIdentity", name, "leaseDurationSeconds", LEASE_SECONDS, "renewTime", now);
        try {
            leases.patch(LEASES, name, new Patch.Merge(JsonMap.of("spec", spec)));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
            leases.create(Lease.KIND.of(Lease.KIND.create(LEASES, name).tree().with("spec", spec)));
        }
    }

    /** Writes the status if anything but the time in it has changed, or it is time anyway. */
    public void writeStatus() {
        var nodes = client.of(Node.KIND);
        var current = nodes.find("", name);
        if (current.isEmpty()) {
            nodes.create(Node.KIND.of(look.apply(JsonMap.EMPTY).object()));
            return;
        }
        JsonMap before = current.get().tree().map("status");
        JsonMap status = look.apply(before).status();
        JsonMap timeless = timeless(status);
        Instant now = clock.now();
        if (timeless.equals(written)
                && isSaid(status, before)
                && writtenAt.plus(STATUS_EVERY).isAfter(now)) {
            return;
        }
        JsonList kept = status.list("conditions");
        for (JsonMap other : before.list("conditions").maps().toList()) {
            boolean ours = status.list("conditions")
                    .maps()
                    .anyMatch(condition -> condition.string("type").equals(other.string("type")));
            kept = ours ? kept : kept.with(other);
        }
        nodes.patchStatus("", name, new Patch.Merge(JsonMap.of("status", status.with("conditions", kept))));
        written = timeless;
        writtenAt = now;
    }

    /** Whether the API says the same of each condition: while the node was not heard of, somebody may have doubted them. */
    private static boolean isSaid(JsonMap status, JsonMap said) {
        return status.list("conditions")
                .maps()
                .allMatch(ours -> said.list("conditions")
                        .maps()
                        .anyMatch(other -> other.string("type").equals(ours.string("type"))
                                && other.string("status").equals(ours.string("status"))));
    }

    private static JsonMap timeless(JsonMap status) {
        return status.with(
                "conditions",
                status.list("conditions")
                        .map(condition -> ((JsonMap) condition)
                                .without("lastHeartbeatTime")
                                .without("lastTransitionTime")));
    }

    @Override
    public void close() {
        closed = true;
        Cancellable pending = next;
        if (pending != null) {
            pending.cancel();
        }
    }
}
