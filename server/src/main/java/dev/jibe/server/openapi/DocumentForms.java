package dev.jibe.server.openapi;

import dev.jibe.object.json.Json;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Negotiation;
import dev.jibe.wire.http.Headers;
import java.lang.ref.SoftReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which an OpenAPI document is answered: JSON, or the protobuf messages of gnostic under two names.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition">OpenAPI
 * interface definition</a>.
 */
final class DocumentForms {

    static final DocumentForms VERSION_2 = new DocumentForms("v2", "/openapi/version2.txt");
    static final DocumentForms VERSION_3 = new DocumentForms("v3", "/openapi/version3.txt");

    private static final String JSON = "application/json";
    private static final ApiResponse NOT_ACCEPTABLE = new ApiResponse.Plain(406, "", Headers.EMPTY, new byte[0]);

    private final String protobuf;
    private final List<String> offered;
    private final String table;

    /** The last one that was written in protobuf: clients ask for the same one again, and it takes a tenth of a second. */
    private volatile SoftReference<@Nullable Written> last = new SoftReference<>(null);

    private record Written(String digest, byte[] packed) {}

    private DocumentForms(String version, String table) {
        this.protobuf = "application/com.github.proto-openapi.spec." + version + ".v1.0+protobuf";
        this.offered = List.of(JSON, protobuf, protobuf.replace(version + ".v1", version + "@v1"));
        this.table = table;
    }

    /** @param packed the document in JSON */
    ApiResponse answer(ApiRequest request, byte[] packed) {
        var form = Negotiation.choose(request.headers(), offered);
        if (form.isEmpty()) {
            return NOT_ACCEPTABLE;
        }
        var type = form.get().equals(JSON) ? JSON : protobuf;
        var etag = "\"" + Packing.digest(packed) + "\"";
        if (request.headers().get("if-none-match", "").equals(etag)) {
            return new ApiResponse.Plain(304, type, Headers.of("etag", etag), new byte[0]);
        }
        var content = type.equals(JSON) ? packed : written(etag, packed);
        var headers = Headers.of("etag", etag, "vary", "Accept");
        if (request.headers().hasToken("accept-encoding", "gzip")) {
            return new ApiResponse.Plain(200, type, headers.with("content-encoding", "gzip"), content);
        }
        return new ApiResponse.Plain(200, type, headers, Packing.unpack(content));
    }

    private byte[] written(String digest, byte[] packed) {
        var known = last.get();
        if (known != null && known.digest().equals(digest)) {
            return known.packed();
        }
        var writer = new DocumentWriter(DocumentMessages.read(table));
        var written = new Written(digest, Packing.pack(writer.write(Json.parseMap(Packing.unpack(packed)))));
        last = new SoftReference<>(written);
        return written.packed();
    }
}
