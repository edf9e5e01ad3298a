package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.DeleteOptions;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.BodyReader.Expected;
import java.util.ArrayList;
import java.util.Set;

/** Reads how an object is to be deleted, from the body or the query. */
public final class DeleteOptionsReader {

    /** What is known in any version, but no options of a deletion. */
    private static final Set<String> UNVERSIONED =
            Set.of("Status", "APIVersions", "APIGroup", "APIGroupList", "APIResourceList");

    private static final Set<String> META = Set.of(
            "ListOptions",
            "GetOptions",
            "CreateOptions",
            "UpdateOptions",
            "PatchOptions",
            "WatchEvent",
            "Table",
            "TableOptions",
            "PartialObjectMetadata",
            "PartialObjectMetadataList");

    private static final String KIND = "DeleteOptions";
    private static final String UNRECOGNIZED = "the object provided is unrecognized (must be of type DeleteOptions): ";
    private static final String HANDLED = " cannot be handled as a DeleteOptions: ";

    private final StructType type;

    public DeleteOptionsReader(StructType type) {
        this.type = type;
    }

    DeleteOptions read(ApiRequest request) {
        boolean empty = request.body() instanceof Body.None
                || (request.body() instanceof Body.Bytes(byte[] bytes) && bytes.length == 0);
        return empty ? DeleteOptions.of(request.query()) : DeleteOptions.of(options(request));
    }

    /** Here upstream says what is wrong without saying with what. */
    private JsonMap options(ApiRequest request) {
        try {
            return BodyReader.readOptions(
                    request, new Expected("", KIND, type), DeleteOptionsReader::check, new ArrayList<>());
        } catch (ApiException e) {
            throw e.code() == 400 ? ApiException.badRequest(bare(String.valueOf(e.getMessage()))) : e;
        }
    }

    private static void check(TypeMeta meta) {
        var kind = meta.kind();
        if (kind.isEmpty() || kind.equals(KIND)) {
            return;
        }
        if (UNVERSIONED.contains(kind)
                || (META.contains(kind) && meta.apiVersion().equals("meta.k8s.io/v1"))) {
            throw ApiException.badRequest("converting (v1." + kind + ") to (v1." + KIND + "): unknown conversion");
        }
        throw ApiException.badRequest("no kind " + FieldError.quoted(kind) + " is registered for version "
                + FieldError.quoted(meta.apiVersion()) + " in scheme \"pkg/runtime/scheme.go:110\"");
    }

    private static String bare(String message) {
        int end = message.lastIndexOf(" (");
        if (message.startsWith(UNRECOGNIZED) && end > UNRECOGNIZED.length()) {
            return message.substring(UNRECOGNIZED.length(), end);
        }
        int why = message.indexOf(HANDLED);
        return why < 0 ? message : message.substring(why + HANDLED.length());
    }
}
