package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.registry.Gate;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Changes;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.WriteOptions;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** A subresource that is the object itself, of which a write changes one part only. */
final class Replaced implements Subresource {

    private final AdmissionChain admission;
    private final Reading reading;
    private final Writing writing;
    private final Changes changes;
    private final Part part;
    private final BinaryOperator<JsonMap> taken;
    private final BiFunction<JsonMap, JsonMap, List<FieldError>> check;

    /**
     * @param taken the old object with what a write may change of the given one
     * @param check what is wrong with a change
     */
    Replaced(
            AdmissionChain admission,
            Reading reading,
            Writing writing,
            Changes changes,
            Part part,
            BinaryOperator<JsonMap> taken,
            BiFunction<JsonMap, JsonMap, List<FieldError>> check) {
        this.admission = admission;
        this.reading = reading;
        this.writing = writing;
        this.changes = changes;
        this.part = part;
        this.taken = taken;
        this.check = check;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        return switch (info.verb()) {
            case "get" -> {
                var object = reading.get(resource, namespace(info, resource), info.name(), request.query());
                yield new ApiResponse.One(200, object, resource, List.of());
            }
            case "update" -> replace(request, info, resource, user, warnings);
            case "patch" -> {
                Patching.checkFormat(request);
                yield replace(request, info, resource, user, warnings);
            }
            default -> throw ApiException.methodNotAllowed();
        };
    }

    private static String namespace(RequestInfo info, Resource resource) {
        return resource.namespaced() ? info.namespace() : "";
    }

    private ApiResponse replace(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        var namespace = namespace(info, resource);
        var target = changes.ownership().target(resource, info.subresource());
        var change = changes.read(request, info, target, namespace, context);
        UnaryOperator<JsonMap> partOnly = old -> {
            var asked = change.wanted().apply(old);
            // Fields count as written even if the endpoint leaves them alone.
            var wanted = changes.ownership()
                    .updated(target, old, asked, change.context().writer());
            var admitted = admission.mutate(context.attributes(
                    Operation.UPDATE, resource, info.subresource(), namespace, info.name(), wanted, old));
            var result = taken.apply(admitted, old);
            var version = admitted.map("metadata").string("resourceVersion");
            var metadata = version.isEmpty() || version.equals("0")
                    ? result.map("metadata")
                    : result.map("metadata").with("resourceVersion", version);
            metadata = Fields.copy(admitted.map("metadata"), metadata, "managedFields");
            result = result.with("metadata", metadata);
            var errors = check.apply(context.received().shown(result, resource.type()), old);
            if (!errors.isEmpty()) {
                throw ApiException.invalid(resource.namedKind(), info.name(), errors);
            }
            return result;
        };
        var noted = context.with(Writer.NONE).with(new Gate.Shown(info.subresource(), UnaryOperator.identity()));
        var result = writing.update(resource, namespace, info.name(), part, partOnly, noted);
        return new ApiResponse.One(
                200, result, resource, warnings.stream().distinct().toList());
    }
}
