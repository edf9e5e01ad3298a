package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.BodyReader;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A subresource that is the object itself, of which a write changes one part only. */
final class Replaced implements Subresource {

    private final Writing writing;
    private final Patching patching;
    private final String part;

    /** @param part the top-level field that a write may change */
    Replaced(Writing writing, Patching patching, String part) {
        this.writing = writing;
        this.patching = patching;
        this.part = part;
    }

    @Override
    public ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        UnaryOperator<JsonMap> change = switch (info.verb()) {
            case "update" -> {
                var given = Types.read(request, resource.apiVersion(), resource.kind(), resource.type());
                yield old -> given;
            }
            case "patch" -> {
                var patch = patching.read(request, resource.type());
                yield old -> BodyReader.conform(
                        patch.apply(old),
                        List.of(),
                        new BodyReader.Expected(resource.apiVersion(), resource.kind(), resource.type()),
                        BodyReader.FieldValidation.of(request.query()),
                        new ArrayList<>());
            }
            default -> throw ApiException.methodNotAllowed();
        };
        var context = new WriteContext(user, false, new ArrayList<>());
        UnaryOperator<JsonMap> partOnly = old -> {
            var wanted = Defaults.apply(change.apply(old), resource.type());
            var version = Fields.copy(wanted.map("metadata"), old.map("metadata"), "resourceVersion");
            return Fields.copy(wanted, old, part).with("metadata", version);
        };
        var result = writing.update(
                resource, resource.namespaced() ? info.namespace() : "", info.name(), Part.INTERNAL, partOnly, context);
        return new ApiResponse.One(200, result, resource, List.of());
    }
}
