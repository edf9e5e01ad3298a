package dev.jibe.client;

import dev.jibe.object.JsonMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API, before a transport gives it a form.
 *
 * @param path the path as in the documentation, not percent-encoded
 * @param query parameters, not percent-encoded
 * @param contentType what the body is; empty if there is none
 * @param body a {@link JsonMap} or {@link dev.jibe.object.JsonList}, or null
 */
public record Call(
        String method,
        String path,
        Map<String, String> query,
        String contentType,
        @Nullable Object body) {

    public static final String JSON = "application/json";

    public Call {
        query = Map.copyOf(query);
    }

    public static Call get(String path) {
        return get(path, Map.of());
    }

    public static Call get(String path, Map<String, String> query) {
        return new Call("GET", path, query, "", null);
    }

    public static Call post(String path, JsonMap body) {
        return new Call("POST", path, Map.of(), JSON, body);
    }

    public static Call put(String path, JsonMap body) {
        return new Call("PUT", path, Map.of(), JSON, body);
    }

    /** Method and path, for messages. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
