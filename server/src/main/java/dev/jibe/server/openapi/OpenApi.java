package dev.jibe.server.openapi;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.wire.http.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The OpenAPI documents that were made from the schema when Jibe was built. */
public final class OpenApi {

    private final Resources resources;
    private final ConcurrentHashMap<String, String> hashes = new ConcurrentHashMap<>();

    public OpenApi(Resources resources) {
        this.resources = resources;
    }

    ApiResponse answer(ApiRequest request) {
        var path = request.path().replaceAll("/+$", "");
        if (path.equals("/openapi/v2")) {
            return document("/openapi/v2.json.gz", request, "application/json");
        }
        if (path.equals("/openapi/v3")) {
            return new ApiResponse.Plain(200, "application/json", Headers.EMPTY, Json.write(index()));
        }
        if (path.startsWith("/openapi/v3/")) {
            var name = path.substring("/openapi/v3/".length()).replace("/", "__");
            return document("/openapi/v3/" + name + ".json.gz", request, "application/json");
        }
        return Documents.notFound();
    }

    private JsonMap index() {
        var paths = new TreeSet<String>();
        for (var resource : resources.all()) {
            var info = resource.info();
            paths.add(info.group().isEmpty() ? "api/" + info.version() : "apis/" + info.group() + "/" + info.version());
        }
        var index = JsonMap.builder();
        for (var path : paths) {
            var hash = hashes.computeIfAbsent(path, p -> hash("/openapi/v3/" + p.replace("/", "__") + ".json.gz"));
            if (!hash.isEmpty()) {
                index.put(path, JsonMap.of("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash));
            }
        }
        return JsonMap.of("paths", index.build());
    }

    private static ApiResponse document(String resource, ApiRequest request, String contentType) {
        var packed = read(resource);
        if (packed == null) {
            return Documents.notFound();
        }
        var etag = "\"" + digest(packed) + "\"";
        if (request.headers().get("if-none-match", "").equals(etag)) {
            return new ApiResponse.Plain(304, contentType, Headers.of("etag", etag), new byte[0]);
        }
        var headers = Headers.of("etag", etag, "vary", "Accept-Encoding");
        if (request.headers().hasToken("accept-encoding", "gzip")) {
            return new ApiResponse.Plain(200, contentType, headers.with("content-encoding", "gzip"), packed);
        }
        return new ApiResponse.Plain(200, contentType, headers, unpack(packed));
    }

    private static byte @Nullable [] read(String resource) {
        try (var in = OpenApi.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpack(byte[] packed) {
        try (var in = new GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String resource) {
        var packed = read(resource);
        return packed == null ? "" : digest(packed);
    }

    private static String digest(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-512").digest(bytes);
            return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }
}
