package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.watch.WatchSource;
import dev.jibe.wire.http.Headers;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request is answered with, before anybody has asked for a format. */
public sealed interface ApiResponse {

    /**
     * One object.
     *
     * @param resource what it is an object of; null for objects that no resource stores, such as {@code Status}
     */
    record One(int code, JsonMap object, @Nullable Resource resource, List<String> warnings) implements ApiResponse {}

    /** Objects of one resource, each complete with apiVersion and kind, in the asked version. */
    record Many(JsonMap metadata, List<JsonMap> items, Resource resource, List<String> warnings)
            implements ApiResponse {

        public Many(JsonMap metadata, List<JsonMap> items, Resource resource) {
            this(metadata, items, resource, resource.warnings());
        }

        /** The same, with more that the client is told. */
        Many with(List<String> more) {
            return new Many(
                    metadata,
                    items,
                    resource,
                    Stream.concat(warnings.stream(), more.stream()).toList());
        }
    }

    /** A stream of changes. */
    record Watching(WatchSource source, Resource resource) implements ApiResponse {}

    /** Bytes that are what they are: documents, health, metrics. */
    record Plain(int code, String contentType, Headers headers, byte[] body) implements ApiResponse {
        private static final Headers NO_SNIFFING = Headers.of("x-content-type-options", "nosniff");

        /** Text that no browser shall take for anything else. */
        public static Plain error(int code, String text) {
            var plain = text(code, text);
            return new Plain(code, plain.contentType(), NO_SNIFFING, plain.body());
        }

        Plain with(String header, String value) {
            return new Plain(code, contentType, headers.with(header, value), body);
        }

        public static Plain text(int code, String text) {
            return new Plain(
                    code,
                    "text/plain; charset=utf-8",
                    Headers.EMPTY,
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** A connection that goes on to a node, a pod or a service. */
    record Forward(ForwardTarget target) implements ApiResponse {}

    /** Says that something was done, and one thing about it. */
    static One done(int code, String key, Object value, List<String> warnings) {
        var status = JsonMap.of("kind", "Status", "apiVersion", "v1", "metadata", JsonMap.EMPTY, "status", "Success")
                .with(key, value);
        return new One(code, status, null, warnings.stream().distinct().toList());
    }

    static One ok(JsonMap object) {
        return new One(200, object, null, List.of());
    }
}
