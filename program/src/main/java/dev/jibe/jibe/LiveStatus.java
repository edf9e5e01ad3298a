package dev.jibe.jibe;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The last line of a terminal in which a cluster runs: its nodes and pods, written anew when they change. */
final class LiveStatus {

    /** A rollout changes hundreds of objects a second; nobody reads faster than this. */
    private static final Duration REST = Duration.ofMillis(500);

    private static final String START_OF_CLEARED_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final Clock clock;
    private final Informer<Node> nodes;
    private final Informer<Pod> pods;
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile @Nullable Cancellable next;
    private volatile boolean closed;

    private LiveStatus(PrintStream out, Client client, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.nodes = Informer.of(client, Node.KIND, Selectors.ALL, clock);
        this.pods = Informer.of(client, Pod.KIND, Selectors.ALL, clock);
    }

    static LiveStatus start(PrintStream out, Client client, Clock clock) {
        var status = new LiveStatus(out, client, clock);
        status.nodes.onChange(change -> status.changed());
        status.pods.onChange(change -> status.changed());
        status.nodes.start();
        status.pods.start();
        return status;
    }

    private void changed() {
        if (!closed && pending.compareAndSet(false, true)) {
            next = clock.schedule(REST, this::write);
        }
    }

    private synchronized void write() {
        pending.set(false);
        if (!closed) {
            out.print(START_OF_CLEARED_LINE
                    + line(nodes.cache().all(), pods.cache().all()));
            out.flush();
        }
    }

    /** Such as {@code nodes 1/1 ready, pods 12/13 running (1 pending)}. */
    static String line(Iterable<Node> nodes, Iterable<Pod> pods) {
        int known = 0;
        int ready = 0;
        for (var node : nodes) {
            known++;
            ready += NodesReady.isReady(node) ? 1 : 0;
        }
        int all = 0;
        int running = 0;
        int waiting = 0;
        int failed = 0;
        for (var pod : pods) {
            all++;
            switch (pod.status().phase()) {
                case "Running" -> running++;
                case "Pending" -> waiting++;
                case "Failed" -> failed++;
                default -> {
                    // Succeeded or not known: in the sum only.
                }
            }
        }
        var line =
                new StringBuilder("nodes " + ready + "/" + known + " ready, pods " + running + "/" + all + " running");
        if (waiting > 0) {
            line.append(", ").append(waiting).append(" pending");
        }
        if (failed > 0) {
            line.append(", ").append(failed).append(" failed");
        }
        return line.toString();
    }

    /** Leaves the line empty for whatever is printed next. */
    synchronized void stop() {
        closed = true;
        var waiting = next;
        if (waiting != null) {
            waiting.cancel();
        }
        nodes.close();
        pods.close();
        out.print(START_OF_CLEARED_LINE);
        out.flush();
    }
}
