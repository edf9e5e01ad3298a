package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.BodyReader;
import dev.jibe.server.request.BodyReader.Expected;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/** Reads the bodies of subresources, which are of kinds of their own. */
final class Types {

    private Types() {}

    static StructType of(Schema schema, String group, String version, String kind) {
        var type = schema.kind(group, version, kind);
        if (type == null) {
            throw new IllegalStateException("the schema has no " + kind);
        }
        return type;
    }

    /** The same for a kind that is taken in an earlier version as well, which looks alike. */
    static JsonMap readEither(
            ApiRequest request,
            List<String> warnings,
            String apiVersion,
            String earlier,
            String kind,
            StructType type) {
        try {
            return read(request, warnings, earlier, kind, type).with("apiVersion", apiVersion);
        } catch (ApiException e) {
            return read(request, warnings, apiVersion, kind, type);
        }
    }

    /** What the body says of its namespace must be that of the path. */
    static void checkNamespace(JsonMap given, RequestInfo info) {
        var namespace = given.map("metadata").string("namespace");
        if (!namespace.isEmpty() && !namespace.equals(info.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    static JsonMap read(ApiRequest request, List<String> warnings, String apiVersion, String kind, StructType type) {
        return BodyReader.read(request, new Expected(apiVersion, kind, type), warnings);
    }
}
