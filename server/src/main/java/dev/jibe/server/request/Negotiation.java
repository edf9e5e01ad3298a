package dev.jibe.server.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which form a client wants its answer.
 *
 * @param shape whether objects are shown whole, as a table, or as their metadata
 */
public record Negotiation(Format format, Shape shape, boolean pretty) {

    /** The bytes of an answer. */
    public enum Format {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF("application/vnd.kubernetes.protobuf");

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
        METADATA
    }

    public static final Negotiation DEFAULT = new Negotiation(Format.JSON, Shape.WHOLE, false);

    private static final String OFFERED = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private record Range(String type, Map<String, String> parameters, double quality) {}

    /**
     * Takes the first acceptable form.
     *
     * @param mayBeProtobuf whether what is asked for has a form in protobuf
     *
     * @throws ApiException 406 if there is none
     */
    public static Negotiation of(String accept, Query query, boolean mayBeProtobuf) {
        boolean pretty = query.flag("pretty");
        if (accept.isBlank()) {
            return new Negotiation(Format.JSON, Shape.WHOLE, pretty);
        }
        for (var range : ranges(accept)) {
            var format = switch (range.type()) {
                case "application/json", "*/*", "application/*" -> Format.JSON;
                case "application/yaml" -> Format.YAML;
                case "application/vnd.kubernetes.protobuf" -> mayBeProtobuf ? Format.PROTOBUF : null;
                default -> null;
            };
            if (format == null) {
                continue;
            }
            switch (range.parameters().getOrDefault("as", "")) {
                case "" -> {
                    return new Negotiation(format, Shape.WHOLE, pretty);
                }
                case "Table" -> {
                    if (isMeta(range)) {
                        return new Negotiation(format, Shape.TABLE, pretty);
                    }
                }
                case "PartialObjectMetadata", "PartialObjectMetadataList" -> {
                    if (isMeta(range)) {
                        return new Negotiation(format, Shape.METADATA, pretty);
                    }
                }
                default -> {}
            }
        }
        throw ApiException.notAcceptable(OFFERED);
    }

    private static boolean isMeta(Range range) {
        var version = range.parameters().getOrDefault("v", "");
        return range.parameters().getOrDefault("g", "").equals("meta.k8s.io")
                && (version.equals("v1") || version.equals("v1beta1"));
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
}
