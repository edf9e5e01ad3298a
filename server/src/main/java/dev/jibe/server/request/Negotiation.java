package dev.jibe.server.request;

import dev.jibe.wire.http.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In which form a client wants its answer.
 *
 * @param shape whether objects are shown whole, as a table, or as their metadata
 */
public record Negotiation(Format format, Shape shape, String metaVersion, boolean pretty) {

    /** The bytes of an answer. */
    public enum Format {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF("application/vnd.kubernetes.protobuf"),
        CBOR("application/cbor");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** What of an object is shown. */
    public enum Shape {
        WHOLE,
        TABLE,
        METADATA,
        METADATA_LIST
    }

    public static final Negotiation DEFAULT = whole(Format.JSON, false);

    private static final String OFFERED = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private record Range(String type, Map<String, String> parameters, double quality) {}

    private static Negotiation whole(Format format, boolean pretty) {
        return new Negotiation(format, Shape.WHOLE, "v1", pretty);
    }

    /**
     * Takes the first acceptable form.
     *
     * @param mayBeProtobuf whether what is asked for has a form in protobuf
     * @param mayBeTable whether it can be shown as a table
     *
     * @throws ApiException 406 if there is none
     */
    public static Negotiation of(Headers headers, Query query, boolean mayBeProtobuf, boolean mayBeTable) {
        return of(headers, query, mayBeProtobuf, mayBeTable, false);
    }

    /**
     * Takes the first acceptable form.
     *
     * @param mayBeCbor whether the server speaks CBOR
     * @throws ApiException 406 if there is none
     */
    public static Negotiation of(
            Headers headers, Query query, boolean mayBeProtobuf, boolean mayBeTable, boolean mayBeCbor) {
        var accept = headers.get("accept", "");
        boolean pretty = isPretty(headers, query);
        if (accept.isBlank()) {
            return whole(Format.JSON, pretty);
        }
        for (var range : ranges(accept)) {
            var format = format(range, mayBeCbor);
            var shape = format == null ? null : shape(range, format, mayBeProtobuf);
            if (shape == Shape.TABLE && !mayBeTable) {
                continue;
            }
            if (format != null && shape != null && isUnderstood(range, format)) {
                boolean asked = range.parameters().getOrDefault("pretty", "").equals("1");
                var version = range.parameters().getOrDefault("v", "v1");
                return new Negotiation(format, shape, version, pretty || asked);
            }
        }
        throw ApiException.notAcceptable(mayBeCbor ? OFFERED + ", " + Format.CBOR.mediaType() : OFFERED);
    }

    /** The form of a refusal: what the client would have liked, if that is not a shape of something else, or JSON. */
    static Negotiation ofFailure(Headers headers, Query query, boolean mayBeCbor) {
        boolean pretty = isPretty(headers, query);
        for (var range : ranges(headers.get("accept", ""))) {
            var format = format(range, mayBeCbor);
            if (format != null && !isShaped(range)) {
                return whole(format, pretty);
            }
        }
        return whole(Format.JSON, pretty);
    }

    /** People who look at answers themselves get them indented, if they do not say otherwise. */
    private static boolean isPretty(Headers headers, Query query) {
        return switch (query.get("pretty")) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "" -> {
                var agent = headers.get("user-agent", "");
                yield agent.startsWith("curl") || agent.startsWith("Wget") || agent.startsWith("Mozilla/5.0");
            }
            default -> false;
        };
    }

    private static @Nullable Format format(Range range, boolean mayBeCbor) {
        return switch (range.type()) {
            case "application/json", "*/*", "application/*" -> Format.JSON;
            case "application/yaml" -> Format.YAML;
            case "application/vnd.kubernetes.protobuf" -> Format.PROTOBUF;
            case "application/cbor" -> mayBeCbor ? Format.CBOR : null;
            default -> null;
        };
    }

    /** Whether the client asks for another shape than the whole object. */
    private static boolean isShaped(Range range) {
        var parameters = range.parameters();
        return parameters.containsKey("as") || parameters.containsKey("g") || parameters.containsKey("v");
    }

    private static @Nullable Shape shape(Range range, Format format, boolean mayBeProtobuf) {
        if (!isShaped(range)) {
            return mayBeProtobuf || format != Format.PROTOBUF ? Shape.WHOLE : null;
        }
        var version = range.parameters().getOrDefault("v", "");
        if (!range.parameters().getOrDefault("g", "").equals("meta.k8s.io")
                || !version.equals("v1") && !version.equals("v1beta1")) {
            return null;
        }
        return switch (range.parameters().getOrDefault("as", "")) {
            case "Table" -> format == Format.PROTOBUF || format == Format.CBOR ? null : Shape.TABLE;
            case "PartialObjectMetadata" -> Shape.METADATA;
            case "PartialObjectMetadataList" -> Shape.METADATA_LIST;
            default -> null;
        };
    }

    private static boolean isUnderstood(Range range, Format format) {
        var stream = range.parameters().getOrDefault("stream", "");
        var server = range.parameters().getOrDefault("sv", "");
        return (stream.isEmpty() || stream.equals("watch") && format != Format.YAML)
                && (server.isEmpty() || server.equals("v1"));
    }

    private static List<Range> ranges(String accept) {
        var ranges = new ArrayList<Range>();
        for (var part : accept.split(",", -1)) {
            var pieces = part.split(";", -1);
            var parameters = new TreeMap<String, String>();
            for (int i = 1; i < pieces.length; i++) {
                int equals = pieces[i].indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            pieces[i].substring(0, equals).trim(),
                            pieces[i].substring(equals + 1).trim());
                }
            }
            ranges.add(new Range(pieces[0].trim().toLowerCase(Locale.ROOT), parameters, quality(parameters)));
        }
        ranges.sort(Comparator.comparingDouble(Range::quality).reversed());
        return ranges;
    }

    private static double quality(Map<String, String> parameters) {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** Which of the media types the client likes best; the first if it does not say, none if it wants others. */
    public static Optional<String> choose(Headers headers, List<String> offered) {
        var accept = headers.get("accept", "");
        if (accept.isEmpty()) {
            return Optional.of(offered.getFirst());
        }
        return ranges(accept).stream()
                .flatMap(range -> offered.stream().filter(type -> covers(range.type(), type)))
                .findFirst();
    }

    private static boolean covers(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }

    /** Whether what the client says of its body, which nobody reads, is one of the media types. */
    public static void checkConsumed(ApiRequest request, List<String> consumed) {
        var given = request.headers().get("content-type", "");
        boolean known = given.isEmpty()
                || Arrays.stream(given.split(",", -1))
                        .map(type -> type.replaceFirst(";.*", "").trim())
                        .anyMatch(consumed::contains);
        if (!known) {
            throw ApiException.routing(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        }
    }

    /** Whether the client accepts one of the media types, looking at nothing but their names. */
    public static void checkAcceptable(ApiRequest request, List<String> produced) {
        var accept = request.headers().get("accept", "");
        if (accept.isEmpty() || accept.equals("*/*") || produced.contains(accept)) {
            return;
        }
        for (var range : accept.split(",", -1)) {
            int end = range.indexOf(';');
            var type = (end < 0 ? range : range.substring(0, end)).trim();
            if (type.equals("*/*") || produced.contains(type)) {
                return;
            }
        }
        throw ApiException.routing(
                406,
                "NotAcceptable",
                "406: Not Acceptable\n\nAvailable representations: " + String.join(", ", produced));
    }
}
