package dev.jibe.server.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UnknownFieldSet;
import dev.jibe.runtime.Clock;
import dev.jibe.server.grpc.SocketService;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OtlpExporterTest {

    private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";

    @TempDir
    private Path directory;

    private static UnknownFieldSet message(UnknownFieldSet of, int field) throws Exception {
        return UnknownFieldSet.parseFrom(
                of.getField(field).getLengthDelimitedList().getFirst());
    }

    private static String text(UnknownFieldSet of, int field) {
        return of.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
    }

    @Test
    void collectorsAreSentSpans() throws Exception {
        var received = new CompletableFuture<byte[]>();
        var socket = directory.resolve("otel.sock");
        try (var _ = new SocketService(socket, SERVICE, Map.of("Export", request -> {
            received.complete(request);
            return new byte[0];
        }))) {
            var context = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, "", "");
            var exporter = new OtlpExporter(UnixDomainSocketAddress.of(socket), "one", Clock.system());
            exporter.add(new SpanRecord(
                    context,
                    "",
                    Optional.empty(),
                    "GET",
                    SpanRecord.Kind.SERVER,
                    1,
                    2,
                    Map.of("http.response.status_code", 500),
                    true));
            // What is left is sent at the end.
            exporter.close();

            var resources = message(UnknownFieldSet.parseFrom(received.get(1, TimeUnit.MINUTES)), 1);
            assertTrue(message(resources, 1).getField(1).getLengthDelimitedList().stream()
                    .anyMatch(attribute -> attribute.toStringUtf8().contains("apiserver")));
            var span = message(message(resources, 2), 2);
            assertEquals(
                    context.traceId(),
                    HexFormat.of()
                            .formatHex(span.getField(1)
                                    .getLengthDelimitedList()
                                    .getFirst()
                                    .toByteArray()));
            assertEquals("GET", text(span, 5));
            assertEquals(2L, span.getField(6).getVarintList().getFirst());
            assertEquals(2L, span.getField(8).getFixed64List().getFirst());
            var attribute = message(span, 9);
            assertEquals("http.response.status_code", text(attribute, 1));
            assertEquals(500L, message(attribute, 2).getField(3).getVarintList().getFirst());
            assertEquals(2L, message(span, 15).getField(3).getVarintList().getFirst());
        }
    }
}
