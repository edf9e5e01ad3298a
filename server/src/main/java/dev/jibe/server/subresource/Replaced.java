package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Changes;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.WriteOptions;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/** A subresource that is the object itself, of which a write changes one part only. */
final class Replaced implements Subresource {

    private final Writing writing;
    private final Changes changes;
    private final String part;

    /** @param part the top-level field that a write may change */
    Replaced(Writing writing, Changes changes, String part) {
        this.writing = writing;
        this.changes = changes;
        this.part = part;
    }

    @Override
    public ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        switch (info.verb()) {
            case "update" -> {}
            case "patch" -> Patching.checkFormat(request);
            default -> throw ApiException.methodNotAllowed();
        }
        var warnings = new ArrayList<String>();
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        var namespace = resource.namespaced() ? info.namespace() : "";
        var target = changes.ownership().target(resource, info.subresource());
        var change = changes.read(request, target, namespace, info.name(), context);
        UnaryOperator<JsonMap> partOnly = old -> {
            var wanted = change.wanted().apply(old);
            var metadata = Fields.copy(wanted.map("metadata"), old.map("metadata"), "resourceVersion");
            metadata = Fields.copy(wanted.map("metadata"), metadata, "managedFields");
            return Fields.copy(wanted, old, part).with("metadata", metadata);
        };
        var result = writing.update(resource, namespace, info.name(), Part.INTERNAL, partOnly, change.context());
        return new ApiResponse.One(
                200, result, resource, warnings.stream().distinct().toList());
    }
}
