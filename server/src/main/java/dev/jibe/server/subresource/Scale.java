package dev.jibe.server.subresource;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Gate;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.ScalePaths;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Target;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Changes;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.WriteOptions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How many replicas a workload has, in the same form for every kind of workload. */
final class Scale implements Subresource {

    private static final String API_VERSION = "autoscaling/v1";

    private final AdmissionChain admission;
    private final Target target;
    private final Reading reading;
    private final Writing writing;
    private final Changes changes;

    Scale(AdmissionChain admission, Schema schema, Reading reading, Writing writing, Changes changes) {
        this.admission = admission;
        this.target = Target.of(API_VERSION, "Scale", Types.of(schema, "autoscaling", "v1", "Scale"));
        this.reading = reading;
        this.writing = writing;
        this.changes = changes;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        return switch (info.verb()) {
            case "get" ->
                ApiResponse.ok(of(reading.get(resource, info.namespace(), info.name(), request.query()), resource));
            case "update" -> scale(request, info, resource, user, warnings);
            case "patch" -> {
                Patching.checkFormat(request);
                yield scale(request, info, resource, user, warnings);
            }
            default -> throw ApiException.methodNotAllowed();
        };
    }

    private ApiResponse scale(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        var change = changes.read(request, info, target, info.namespace(), context);
        var fields = changes.ownership().scaleFields(resource);
        UnaryOperator<JsonMap> replicas = old -> {
            var scale = of(old, resource);
            scale = scale.withAt(fields.ofScale(old), "metadata", "managedFields");
            var wanted = changes.ownership()
                    .updated(
                            target,
                            scale,
                            change.wanted().apply(scale),
                            change.context().writer());
            wanted = admission.mutate(context.attributes(
                    Operation.UPDATE,
                    resource,
                    info.subresource(),
                    info.namespace(),
                    info.name(),
                    wanted,
                    of(old, resource)));
            return fields.written(scaled(info, resource, old, wanted), resource.apiVersion(), wanted);
        };
        // Whose the replicas are has been noted with the scale.
        var noted =
                context.with(Writer.NONE).with(new Gate.Shown(info.subresource(), workload -> of(workload, resource)));
        var written = writing.update(resource, info.namespace(), info.name(), Part.WHOLE, replicas, noted);
        return new ApiResponse.One(
                200, of(written, resource), null, warnings.stream().distinct().toList());
    }

    private static JsonMap scaled(RequestInfo info, Resource resource, JsonMap old, JsonMap wanted) {
        long count = wanted.map("spec").number("replicas");
        if (count < 0) {
            throw ApiException.invalid(
                    new ApiException.Named("autoscaling", "Scale"),
                    info.name(),
                    List.of(FieldError.invalid("spec.replicas", count, "must be greater than or equal to 0")));
        }
        var version = wanted.map("metadata").string("resourceVersion");
        var uid = old.map("metadata").string("uid");
        var asked = wanted.map("metadata").string("uid");
        if (!asked.isEmpty() && !asked.equals(uid)) {
            throw ApiException.conflict(
                    resource.named(),
                    info.name(),
                    "StorageError: invalid object, Code: 4, Key: /registry/" + folder(resource) + "/" + info.namespace()
                            + "/" + info.name() + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID"
                            + " in precondition: " + asked + ", UID in object meta: " + uid);
        }
        var paths = paths(resource);
        if (paths != null) {
            var kept = version.isEmpty() ? old : old.withAt(version, "metadata", "resourceVersion");
            return paths.withSpecReplicas(kept, count);
        }
        var metadata = version.isEmpty()
                ? old.map("metadata").without("resourceVersion")
                : old.map("metadata").with("resourceVersion", version);
        return old.with("metadata", metadata).with("spec", old.map("spec").with("replicas", count));
    }

    private static String folder(Resource resource) {
        return resource.named().name().equals("replicationcontrollers")
                ? "controllers"
                : resource.named().name();
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
