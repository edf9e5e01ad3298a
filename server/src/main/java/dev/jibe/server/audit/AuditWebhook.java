package dev.jibe.server.audit;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A service that is sent events in batches, some time after they happen. When it is too slow events are dropped, and the
 * log says how many.
 */
public final class AuditWebhook implements AuditSink {

    private static final Log LOG = Log.of(AuditWebhook.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int TRIES = 5;
    private static final String PLUGIN = "webhook";

    private final RemoteService service;
    private final Batches batches;
    private final Clock clock;
    private final LinkedBlockingQueue<JsonMap> queue;
    private final Thread sender;
    private final AuditMetrics metrics;
    private long dropped;
    private volatile boolean closed;

    /** How events are put together. */
    public record Batches(int bufferSize, int maxSize, Duration maxWait, Duration initialBackoff) {
        public static final Batches DEFAULT = new Batches(10_000, 400, Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    public AuditWebhook(RemoteService service, Batches batches, AuditMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.service = service;
        this.batches = batches;
        this.clock = clock;
        this.queue = new LinkedBlockingQueue<>(batches.bufferSize());
        this.sender = Thread.ofVirtual().name("audit webhook").start(this::run);
    }

    @Override
    public void write(JsonMap event) {
        if (!queue.offer(event)) {
            noteDropped();
        }
    }

    private synchronized void noteDropped() {
        dropped++;
        metrics.lost(PLUGIN, 1);
        if (Long.bitCount(dropped) == 1) {
            LOG.warn("audit events were dropped: the webhook is too slow", "dropped", dropped);
        }
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                var batch = new ArrayList<JsonMap>();
                var first = queue.poll(batches.maxWait().toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    fill(batch);
                    send(batch);
                }
            }
        } catch (InterruptedException e) {
            var rest = new ArrayList<JsonMap>();
            queue.drainTo(rest);
            if (!rest.isEmpty()) {
                trySend(rest);
            }
        }
    }

    private void fill(ArrayList<JsonMap> batch) throws InterruptedException {
        long end = clock.nanoTime() + batches.maxWait().toNanos();
        while (batch.size() < batches.maxSize() && !closed) {
            var next = queue.poll(Math.max(0, end - clock.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    private void send(ArrayList<JsonMap> batch) throws InterruptedException {
        var backoff = batches.initialBackoff();
        for (int tries = 1; tries <= TRIES; tries++) {
            if (trySend(batch)) {
                return;
            }
            clock.sleep(backoff);
            backoff = backoff.multipliedBy(2);
        }
        metrics.lost(PLUGIN, batch.size());
        LOG.warn("audit events could not be sent", "events", batch.size());
    }

    private boolean trySend(ArrayList<JsonMap> batch) {
        try {
            service.post(
                    JsonMap.of(
                            "kind",
                            "EventList",
                            "apiVersion",
                            "audit.k8s.io/v1",
                            "metadata",
                            JsonMap.EMPTY,
                            "items",
                            JsonList.copyOf(batch)),
                    TIMEOUT);
            return true;
        } catch (WebhookException e) {
            LOG.debug("the audit webhook did not answer", "reason", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
    }
}
