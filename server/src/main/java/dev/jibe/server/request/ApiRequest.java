package dev.jibe.server.request;

import dev.jibe.server.authn.User;
import dev.jibe.wire.http.Headers;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request, wherever it came from.
 *
 * @param user who a caller inside the process is; a request from outside has to prove it
 * @param cbor whether it may come, and be answered, in CBOR
 */
public record ApiRequest(
        String method,
        String path,
        Query query,
        Headers headers,
        List<X509Certificate> certificates,
        Optional<User> user,
        Body body,
        boolean cbor) {

    /** A request that knows nothing of CBOR. */
    public ApiRequest(
            String method,
            String path,
            Query query,
            Headers headers,
            List<X509Certificate> certificates,
            Optional<User> user,
            Body body) {
        this(method, path, query, headers, certificates, user, body, false);
    }

    /** Largest body that is read, in bytes: upstream's three megabytes. */
    public static final int MAX_BODY_BYTES = 3 << 20;

    /** What may follow a media type; with anything else it is none. */
    private static final Pattern PARAMETERS =
            Pattern.compile("\\G(\\s*;\\s*([^\\s;=]+=(\"[^\"]*\"|[^\\s;\"]*))?)*\\s*$");

    /** What a request carries. */
    public sealed interface Body {
        /** Bytes in the format that the content type names. */
        record Bytes(byte[] bytes) implements Body {}

        /** A value of the tree, from a caller inside the process. */
        record Tree(Object value) implements Body {}

        /** Nothing. */
        record None() implements Body {}

        /** How many bytes have come; none from inside the process. */
        default int sizeBytes() {
            return this instanceof Bytes(byte[] bytes) ? bytes.length : 0;
        }
    }

    public String contentType() {
        var value = headers.get("content-type", "");
        int end = value.indexOf(';');
        if (end >= 0 && !PARAMETERS.matcher(value).find(end)) {
            return value;
        }
        return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(java.util.Locale.ROOT);
    }
}
