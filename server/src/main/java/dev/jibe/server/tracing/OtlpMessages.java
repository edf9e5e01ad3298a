package dev.jibe.server.tracing;

import static dev.jibe.wire.grpc.Fields.message;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a collector is sent, by the numbers of its fields.
 *
 * <p>See <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a>.
 */
final class OtlpMessages {

    private static final HexFormat HEX = HexFormat.of();
    private static final int FAILED = 2;

    private OtlpMessages() {}

    /** An {@code ExportTraceServiceRequest}. */
    static byte[] export(Map<String, Object> resource, String scope, List<SpanRecord> spans) {
        var scoped = message(out -> {
            out.writeByteArray(1, message(about -> about.writeString(1, scope)));
            for (var span : spans) {
                out.writeByteArray(2, span(span));
            }
        });
        var ofResource = message(out -> {
            out.writeByteArray(1, message(about -> attributes(about, 1, resource)));
            out.writeByteArray(2, scoped);
        });
        return message(out -> out.writeByteArray(1, ofResource));
    }

    private static byte[] span(SpanRecord span) {
        var context = span.context();
        return message(out -> {
            out.writeByteArray(1, HEX.parseHex(context.traceId()));
            out.writeByteArray(2, HEX.parseHex(context.spanId()));
            out.writeString(3, context.state());
            out.writeByteArray(4, HEX.parseHex(span.parentId()));
            out.writeString(5, span.name());
            out.writeEnum(6, span.kind().number());
            out.writeFixed64(7, span.startNanos());
            out.writeFixed64(8, span.endNanos());
            attributes(out, 9, span.attributes());
            if (span.link().isPresent()) {
                var link = span.link().get();
                out.writeByteArray(13, message(other -> {
                    other.writeByteArray(1, HEX.parseHex(link.traceId()));
                    other.writeByteArray(2, HEX.parseHex(link.spanId()));
                    other.writeString(3, link.state());
                }));
            }
            if (span.failed()) {
                out.writeByteArray(15, message(status -> status.writeEnum(3, FAILED)));
            }
            out.writeFixed32(16, 1);
        });
    }

    private static void attributes(CodedOutputStream out, int field, Map<String, Object> attributes)
            throws IOException {
        for (var attribute : attributes.entrySet()) {
            var value = message(
                    attribute.getValue() instanceof Number number
                            ? it -> it.writeInt64(3, number.longValue())
                            : it -> it.writeString(1, attribute.getValue().toString()));
            out.writeByteArray(field, message(pair -> {
                pair.writeString(1, attribute.getKey());
                pair.writeByteArray(2, value);
            }));
        }
    }
}
