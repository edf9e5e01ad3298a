package dev.jibe.server.tracing;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.wire.grpc.Bytes;
import dev.jibe.wire.grpc.GrpcConnection;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends spans to a collector, some time after they ended and many at once. What it is too slow for, or not there for,
 * is lost.
 */
public final class OtlpExporter implements SpanSink {

    private static final Log LOG = Log.of(OtlpExporter.class);

    /** OpenTelemetry's usual figures. */
    private static final int QUEUE_LENGTH = 2048;

    private static final int BATCH = 512;
    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final String SCOPE = "dev.jibe.server";
    private static final MethodDescriptor<byte[], byte[]> EXPORT = Bytes.method(
            MethodDescriptor.MethodType.UNARY, "opentelemetry.proto.collector.trace.v1.TraceService/Export");

    private final GrpcConnection connection;
    private final Map<String, Object> resource;
    private final Clock clock;
    private final BlockingQueue<SpanRecord> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final AtomicLong lost = new AtomicLong();
    private final Thread sender;

    /** @param instance what distinguishes this server from others */
    public OtlpExporter(SocketAddress collector, String instance, Clock clock) {
        this.connection = new GrpcConnection(collector, "tracing", MAX_ANSWER_BYTES);
        this.resource = Map.of("service.name", "apiserver", "service.instance.id", instance);
        this.clock = clock;
        this.sender = Thread.ofVirtual().name("tracing").start(this::run);
    }

    @Override
    public void add(SpanRecord span) {
        if (!queue.offer(span)) {
            lose(1);
        }
    }

    private void run() {
        var batch = new ArrayList<SpanRecord>();
        try {
            while (true) {
                batch.add(queue.take());
                if (queue.size() < BATCH) {
                    clock.sleep(DELAY);
                }
                queue.drainTo(batch, BATCH);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException end) {
            queue.drainTo(batch);
            if (!batch.isEmpty()) {
                send(batch);
            }
            connection.close();
        }
    }

    private void send(ArrayList<SpanRecord> batch) {
        try {
            var options = CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            ClientCalls.blockingUnaryCall(
                    connection.channel(), EXPORT, options, OtlpMessages.export(resource, SCOPE, batch));
        } catch (StatusRuntimeException e) {
            lose(batch.size());
            LOG.debug("the collector of traces did not answer", "reason", e.getMessage());
        }
    }

    private void lose(int spans) {
        long before = lost.getAndAdd(spans);
        if (Long.highestOneBit(before) != Long.highestOneBit(before + spans)) {
            LOG.warn("spans were lost: the collector of traces is too slow or not there", "lost", before + spans);
        }
    }

    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join(TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
