package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.ScalePaths;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.BodyReader;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How many replicas a workload has, in the same form for every kind of workload. */
final class Scale implements Subresource {

    private static final String API_VERSION = "autoscaling/v1";

    private final StructType type;
    private final Reading reading;
    private final Writing writing;
    private final Patching patching;

    Scale(Schema schema, Reading reading, Writing writing, Patching patching) {
        this.type = Types.of(schema, "autoscaling", "v1", "Scale");
        this.reading = reading;
        this.writing = writing;
        this.patching = patching;
    }

    @Override
    public ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        return switch (info.verb()) {
            case "get" ->
                ApiResponse.ok(of(reading.get(resource, info.namespace(), info.name(), request.query()), resource));
            case "update" -> {
                var wanted = Types.read(request, API_VERSION, "Scale", type);
                yield ApiResponse.ok(scale(info, resource, user, current -> wanted));
            }
            case "patch" -> {
                var patch = patching.read(request, type);
                yield ApiResponse.ok(scale(
                        info,
                        resource,
                        user,
                        current -> BodyReader.conform(
                                patch.apply(current),
                                List.of(),
                                new BodyReader.Expected(API_VERSION, "Scale", type),
                                BodyReader.FieldValidation.IGNORE,
                                new ArrayList<>())));
            }
            default -> throw ApiException.methodNotAllowed();
        };
    }

    private JsonMap scale(RequestInfo info, Resource resource, User user, UnaryOperator<JsonMap> change) {
        var context = new WriteContext(user, false, new ArrayList<>());
        UnaryOperator<JsonMap> replicas = old -> {
            var wanted = change.apply(of(old, resource));
            long count = wanted.map("spec").number("replicas");
            if (count < 0) {
                throw ApiException.invalid(
                        new ApiException.Named("autoscaling", "Scale"),
                        info.name(),
                        List.of(FieldError.invalid("spec.replicas", count, "must be greater than or equal to 0")));
            }
            var version = wanted.map("metadata").string("resourceVersion");
            var paths = paths(resource);
            if (paths != null) {
                var kept = version.isEmpty() ? old : old.withAt(version, "metadata", "resourceVersion");
                return paths.withSpecReplicas(kept, count);
            }
            var metadata = version.isEmpty()
                    ? old.map("metadata").without("resourceVersion")
                    : old.map("metadata").with("resourceVersion", version);
            return old.with("metadata", metadata).with("spec", old.map("spec").with("replicas", count));
        };
        return of(writing.update(resource, info.namespace(), info.name(), Part.WHOLE, replicas, context), resource);
    }

    private static @Nullable ScalePaths paths(Resource resource) {
        return resource.custom() == null ? null : resource.custom().scale();
    }

    private static JsonMap of(JsonMap workload, Resource resource) {
        var metadata = workload.map("metadata");
        var shown = JsonMap.of(
                "name", metadata.string("name"),
                "namespace", metadata.string("namespace"),
                "uid", metadata.string("uid"),
                "resourceVersion", metadata.string("resourceVersion"),
                "creationTimestamp", metadata.string("creationTimestamp"));
        var paths = paths(resource);
        if (paths != null) {
            if (!paths.hasSpecReplicas(workload)) {
                throw ApiException.internal(
                        "the spec replicas field \"." + String.join(".", paths.specReplicas()) + "\" does not exist");
            }
            return scale(shown, paths.specReplicas(workload), paths.statusReplicas(workload), paths.selector(workload));
        }
        var spec = workload.map("spec").number("replicas");
        var selector = workload.map("spec").map("selector");
        boolean labelsOnly = workload.string("kind").equals("ReplicationController");
        var text = (labelsOnly ? LabelSelector.ofLabels(selector) : LabelSelector.of(selector)).toString();
        return scale(shown, spec, workload.map("status").number("replicas"), text);
    }

    private static JsonMap scale(JsonMap shown, long spec, long replicas, String text) {
        var status = JsonMap.of("replicas", replicas);
        return JsonMap.of(
                "kind",
                "Scale",
                "apiVersion",
                API_VERSION,
                "metadata",
                shown,
                "spec",
                spec == 0 ? JsonMap.EMPTY : JsonMap.of("replicas", spec),
                "status",
                text.isEmpty() ? status : status.with("selector", text));
    }
}
