package dev.jibe.server.request;

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
        var body = empty
                ? dev.jibe.object.JsonMap.EMPTY
                : BodyReader.readOptions(request, new Expected("", "DeleteOptions", type), new ArrayList<>());
        return DeleteOptions.of(body, request.query());
    }
}
