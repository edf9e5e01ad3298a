package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.DeleteOptions;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.BodyReader.Expected;
import java.util.ArrayList;

/** Reads how an object is to be deleted, from the body or the query. */
public final class DeleteOptionsReader {

    private final StructType type;

    public DeleteOptionsReader(StructType type) {
        this.type = type;
    }

    DeleteOptions read(ApiRequest request) {
        boolean empty = request.body() instanceof Body.None
                || (request.body() instanceof Body.Bytes(byte[] bytes) && bytes.length == 0);
        var body = empty ? JsonMap.EMPTY : options(request);
        return DeleteOptions.of(body, request.query());
    }

    /** Here upstream says what is wrong without saying with what. */
    private JsonMap options(ApiRequest request) {
        try {
            return BodyReader.readOptions(request, new Expected("", "DeleteOptions", type), new ArrayList<>());
        } catch (ApiException e) {
            var message = String.valueOf(e.getMessage());
            int json = message.indexOf(": json: cannot unmarshal");
            throw json < 0 ? e : ApiException.badRequest(message.substring(json + 2));
        }
    }
}
