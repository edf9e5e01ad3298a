package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.DeleteOptions;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.BodyReader.Expected;
import java.util.ArrayList;

/** Reads how an object is to be deleted, from the body or the query. */
public final class DeleteOptionsReader {

    private static final String KIND = "DeleteOptions";
    private static final String UNRECOGNIZED = "the object provided is unrecognized (must be of type DeleteOptions): ";

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
        JsonMap options;
        try {
            options = BodyReader.readOptions(request, new Expected("", KIND, type), new ArrayList<>());
        } catch (ApiException e) {
            throw e.code() == 400 ? ApiException.badRequest(bare(String.valueOf(e.getMessage()))) : e;
        }
        var kind = options.string("kind");
        if (!kind.isEmpty() && !kind.equals(KIND)) {
            throw ApiException.badRequest("no kind \"" + kind + "\" is registered for version \""
                    + options.string("apiVersion") + "\" in scheme \"pkg/runtime/scheme.go:110\"");
        }
        return options;
    }

    private static String bare(String message) {
        int json = message.indexOf(": json: cannot unmarshal");
        if (json >= 0) {
            return message.substring(json + 2);
        }
        int end = message.lastIndexOf(" (");
        return message.startsWith(UNRECOGNIZED) && end > UNRECOGNIZED.length()
                ? message.substring(UNRECOGNIZED.length(), end)
                : message;
    }
}
