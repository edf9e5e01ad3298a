package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Gate;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.kinds.NamespaceStrategy;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.WriteOptions;
import java.util.List;
import java.util.function.UnaryOperator;

/** Sets the finalizers that keep a namespace until it is empty. */
final class Finalize implements Subresource {

    private final AdmissionChain admission;
    private final Writing writing;

    Finalize(AdmissionChain admission, Writing writing) {
        this.admission = admission;
        this.writing = writing;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        if (!info.verb().equals("update")) {
            throw ApiException.methodNotAllowed();
        }
        var given = Types.read(request, warnings, resource.apiVersion(), resource.kind(), resource.type());
        var errors = Validation.checkFinalized(given);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(resource.namedKind(), info.name(), errors);
        }
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        UnaryOperator<JsonMap> wanted = old -> NamespaceStrategy.finalized(
                admission.mutate(context.attributes(
                        Operation.UPDATE, resource, info.subresource(), info.name(), info.name(), given, old)),
                old);
        var result = writing.update(
                resource,
                "",
                info.name(),
                Part.INTERNAL,
                wanted,
                context.with(new Gate.Shown(info.subresource(), UnaryOperator.identity())));
        return new ApiResponse.One(
                200, result, resource, warnings.stream().distinct().toList());
    }
}
