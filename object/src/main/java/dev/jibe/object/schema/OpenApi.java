package dev.jibe.object.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI documents of the built-in API, gzipped JSON as the build made them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition">OpenAPI</a>
 */
public final class OpenApi {
    private OpenApi() {}

    /** The one document of version 2, gzipped. */
    public static byte[] version2() {
        return required("/openapi/v2.json.gz");
    }

    /** The paths that version 3 has a document for, such as {@code apis/apps/v1}. */
    public static List<String> version3Paths() {
        String index = new String(required("/openapi/v3/index"), StandardCharsets.UTF_8);
        return index.lines().toList();
    }

    /** The document of version 3 for a path, gzipped, or null if there is none. */
    public static byte @Nullable [] version3(String path) {
        return read("/openapi/v3/" + path.replace("/", "__") + ".json.gz");
    }

    private static byte[] required(String resource) {
        byte[] bytes = read(resource);
        if (bytes == null) {
            throw new IllegalStateException(resource + " is missing: the build did not run the schema generator");
        }
        return bytes;
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
