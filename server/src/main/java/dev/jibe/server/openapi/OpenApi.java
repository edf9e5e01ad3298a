package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.aggregation.RemoteApis;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.wire.http.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The OpenAPI documents that were made from the schema when Jibe was built. */
public final class OpenApi {

    /** Groups that upstream serves from elsewhere than custom resources. */
    private static final Set<String> APART =
            Set.of("admission.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "imagepolicy.k8s.io");

    private static final String VERSION_3 = "/openapi/v3/";

    /** What is described beside groups and their versions. */
    private static final List<String> ROOTS =
            List.of(".well-known/openid-configuration", "api", "apis", "openid/v1/jwks", "version");

    private static final ApiResponse EMPTY_404 = new ApiResponse.Plain(404, "", Headers.EMPTY, new byte[0]);

    private final Resources resources;
    private final CustomDocuments custom;
    private final OptionalDocuments optional;
    private final OtherVersionDocuments others;
    private final RemoteOpenApi remote;
    private final ConcurrentHashMap<String, String> hashes = new ConcurrentHashMap<>();

    public OpenApi(Resources resources, RemoteApis apis) {
        this.remote = new RemoteOpenApi(apis);
        this.resources = resources;
        this.custom = new CustomDocuments(resources, OpenApi::builtin, OpenApi::deletable);
        this.optional = new OptionalDocuments(resources, OpenApi::builtin);
        this.others = new OtherVersionDocuments(resources, OpenApi::builtin);
    }

    ApiResponse answer(ApiRequest request) {
        var path = request.path();
        if (path.equals("/openapi/v2")) {
            return version2(request);
        }
        if (path.equals("/openapi/v3")) {
            return new ApiResponse.Plain(200, "text/plain; charset=utf-8", Headers.EMPTY, Json.write(index()));
        }
        if (path.startsWith(VERSION_3)) {
            return version3(request, path.substring(VERSION_3.length()));
        }
        return Documents.notFound();
    }

    private ApiResponse version3(ApiRequest request, String path) {
        var own = own(path);
        if (own == null && !isServed(path)) {
            return EMPTY_404;
        }
        var packed = own == null ? read(VERSION_3 + path.replace("/", "__") + ".json.gz") : Packing.pack(own);
        if (packed == null) {
            return EMPTY_404;
        }
        var hash = request.query().get("hash");
        var known = own == null ? Packing.digest(packed) : Packing.digest(own);
        if (!hash.isEmpty() && !hash.equals(known)) {
            var location = VERSION_3 + path + "?hash=" + known;
            return new ApiResponse.Plain(301, "application/json", Headers.of("location", location), new byte[0]);
        }
        return DocumentForms.VERSION_3.answer(request, packed);
    }

    /** Whether there is something to say of a group or a version; the documents are of all that could be served. */
    private boolean isServed(String path) {
        var parts = path.split("/", -1);
        return !parts[0].equals("apis")
                || parts.length == 1
                || (parts.length == 2
                        ? resources.hasBuiltinGroup(parts[1])
                        : resources.hasGroupVersion(parts[1], parts[2]));
    }

    /** A document that was not there when the server was built. */
    private byte @Nullable [] own(String path) {
        var aggregated = remote.version3(path);
        if (aggregated != null) {
            return aggregated;
        }
        var built = optional.version3(path);
        if (built != null) {
            return built;
        }
        var other = others.version3(path);
        return other == null ? custom.version3(path) : other;
    }

    private JsonMap index() {
        var paths = new TreeSet<String>(ROOTS);
        for (var resource : resources.all()) {
            var info = resource.info();
            paths.add("apis/" + info.group());
            paths.add(info.group().isEmpty() ? "api/" + info.version() : "apis/" + info.group() + "/" + info.version());
        }
        paths.addAll(remote.paths());
        var index = JsonMap.builder();
        for (var path : paths) {
            var own = own(path);
            var hash = own == null
                    ? hashes.computeIfAbsent(path, p -> hash("/openapi/v3/" + p.replace("/", "__") + ".json.gz"))
                    : Packing.digest(own);
            if (!hash.isEmpty()) {
                index.put(path, JsonMap.of("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash));
            }
        }
        return JsonMap.of("paths", index.build());
    }

    /** The built-in document, with the definitions and paths of custom resources put before its own. */
    private ApiResponse version2(ApiRequest request) {
        var more = custom.version2();
        var packed = Objects.requireNonNull(read("/openapi/v2.json.gz"), "the build makes this document");
        if (more == null && remote.paths().isEmpty()) {
            return DocumentForms.VERSION_2.answer(request, packed);
        }
        var text = remote.joined(new String(Packing.unpack(packed), StandardCharsets.UTF_8));
        if (more == null) {
            return DocumentForms.VERSION_2.answer(request, Packing.pack(text.getBytes(StandardCharsets.UTF_8)));
        }
        var joined = with(text, "\"definitions\":{", more);
        var paths = custom.version2Paths();
        joined = paths == null ? joined : with(joined, "\"paths\":{", paths);
        return DocumentForms.VERSION_2.answer(request, Packing.pack(joined.getBytes(StandardCharsets.UTF_8)));
    }

    /** The text with more members at the beginning of an object. */
    private static String with(String text, String start, byte[] members) {
        int at = text.indexOf(start) + start.length();
        return text.substring(0, at) + new String(members, StandardCharsets.UTF_8) + "," + text.substring(at);
    }

    private static JsonMap builtin(String path) {
        var packed = read("/openapi/v3/" + path.replace("/", "__") + ".json.gz");
        return packed == null ? JsonMap.EMPTY : Json.parseMap(Packing.unpack(packed));
    }

    /** Version 2 has one list for all groups. */
    private static JsonList deletable() {
        var text =
                new String(Packing.unpack(Objects.requireNonNull(read("/openapi/v2.json.gz"))), StandardCharsets.UTF_8);
        int type = text.indexOf("\"io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions\":{");
        int start = text.indexOf("[", text.indexOf("\"x-kubernetes-group-version-kind\":", type));
        int end = text.indexOf("]", start);
        if (type < 0 || end < 0) {
            return JsonList.EMPTY;
        }
        var all = (JsonList) Json.parse(text.substring(start, end + 1));
        return JsonList.copyOf(
                all.maps().filter(kind -> !APART.contains(kind.string("group"))).toList());
    }

    private static byte @Nullable [] read(String resource) {
        try (var in = OpenApi.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String resource) {
        var packed = read(resource);
        return packed == null ? "" : Packing.digest(packed);
    }
}
