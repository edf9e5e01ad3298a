package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.ComponentHealth;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.Gate;
import dev.jibe.server.registry.ListOptions;
import dev.jibe.server.registry.Metadata;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Selection;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Target;
import dev.jibe.server.request.BodyReader.Expected;
import dev.jibe.server.request.Changes.Change;
import dev.jibe.server.review.Reviews;
import dev.jibe.server.subresource.Subresources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What each verb does with a resource. */
public final class Verbs {

    private static final List<String> CUSTOM_PATCHES =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");

    private final AdmissionChain admission;
    private final Reading reading;
    private final Writing writing;
    private final Deleting deleting;
    private final Changes changes;
    private final Subresources subresources;
    private final DeleteOptionsReader deleteOptions;
    private final Reviews reviews;
    private final ComponentHealth components;
    private final Authorizer authorizer;

    public Verbs(
            AdmissionChain admission,
            Reading reading,
            Writing writing,
            Deleting deleting,
            Changes changes,
            Subresources subresources,
            DeleteOptionsReader deleteOptions,
            Reviews reviews,
            ComponentHealth components,
            Authorizer authorizer) {
        this.admission = admission;
        this.reading = reading;
        this.writing = writing;
        this.deleting = deleting;
        this.changes = changes;
        this.subresources = subresources;
        this.deleteOptions = deleteOptions;
        this.reviews = reviews;
        this.components = components;
        this.authorizer = authorizer;
    }

    ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        checkScope(info, resource);
        if (!info.subresource().isEmpty()) {
            return subresource(request, info, resource, user);
        }
        if (!resource.allows(info.verb())) {
            throw ApiException.methodNotAllowed();
        }
        return switch (info.verb()) {
            case "get" -> {
                checkExport(request.query());
                var found = ComponentHealth.isOf(resource)
                        ? components.get(resource, info.name())
                        : reading.get(resource, namespace(info, resource), info.name(), request.query());
                yield one(200, found, resource, List.of());
            }
            case "list" -> list(request, info, resource);
            case "watch" -> watch(request, info, resource);
            case "create" ->
                // Bindings are not kept: each is an order about a pod.
                isBinding(info)
                        ? subresources.bind(request, info, resource, user)
                        : warned(warnings -> create(request, info, resource, user, warnings));
            case "update", "patch" -> warned(warnings -> update(request, info, resource, user, Part.WHOLE, warnings));
            case "delete" -> warned(warnings -> delete(request, info, resource, user, warnings));
            case "deletecollection" -> warned(warnings -> deleteCollection(request, info, resource, user, warnings));
            default -> throw ApiException.methodNotAllowed();
        };
    }

    /** A parameter of long ago, which upstream still knows well enough to refuse. */
    private static void checkExport(Query query) {
        if (query.flag("export")) {
            throw ApiException.badRequest("the export parameter, deprecated since v1.14, is no longer supported");
        }
    }

    private static boolean isBinding(RequestInfo info) {
        return info.group().isEmpty() && info.resource().equals("bindings");
    }

    /** What the client is told although a write succeeds, it is told if it fails as well. */
    public static ApiResponse warned(Function<List<String>, ApiResponse> write) {
        var warnings = new ArrayList<String>();
        try {
            return write.apply(warnings);
        } catch (ApiException e) {
            throw e.with(distinct(warnings));
        }
    }

    private static void checkScope(RequestInfo info, Resource resource) {
        boolean inNamespace = !info.namespace().isEmpty() && !info.resource().equals("namespaces");
        if (inNamespace && !resource.namespaced()) {
            throw ApiException.unknownResource();
        }
        boolean single = !info.name().isEmpty()
                || info.verb().equals("create")
                || info.verb().equals("deletecollection");
        if (resource.namespaced() && info.isInNoNamespace() && !info.name().isEmpty()) {
            throw ApiException.badRequest("Namespace parameter required.");
        }
        if (resource.namespaced() && info.isInNoNamespace() && info.verb().equals("create")) {
            return;
        }
        if (resource.namespaced() && !inNamespace && single && !info.verb().equals("watch")) {
            throw info.name().isEmpty() ? ApiException.methodNotAllowed() : ApiException.unknownResource();
        }
    }

    private ApiResponse subresource(ApiRequest request, RequestInfo info, Resource resource, User user) {
        boolean known =
                resource.info().subresources().stream().anyMatch(s -> s.name().equals(info.subresource()));
        if (!known) {
            throw resource.custom() == null
                    ? ApiException.unknownResource()
                    : ApiException.notFound(resource.named(), info.name());
        }
        if (!info.subresource().equals("status")) {
            return subresources.answer(request, info, resource.current(), user);
        }
        return switch (info.verb()) {
            case "get" ->
                one(
                        200,
                        reading.get(resource, namespace(info, resource), info.name(), request.query()),
                        resource,
                        List.of());
            case "update", "patch" -> warned(warnings -> update(request, info, resource, user, Part.STATUS, warnings));

            default -> throw ApiException.methodNotAllowed();
        };
    }

    private static String namespace(RequestInfo info, Resource resource) {
        return resource.namespaced() ? info.namespace() : "";
    }

    private ApiResponse list(ApiRequest request, RequestInfo info, Resource resource) {
        if (ComponentHealth.isOf(resource)) {
            return components.list(resource, request.query());
        }
        var options = ListOptions.of(request.query(), false);
        var selection = Selection.of(request.query(), resource);
        return reading.list(resource, namespace(info, resource), selection, options);
    }

    private ApiResponse watch(ApiRequest request, RequestInfo info, Resource resource) {
        var options = ListOptions.of(request.query(), true);
        var selection = Selection.of(request.query(), resource);
        selection = info.name().isEmpty() ? selection : selection.named(info.name());
        return reading.watch(resource, namespace(info, resource), selection, options);
    }

    private static ApiResponse one(int code, JsonMap object, Resource resource, List<String> warnings) {
        return new ApiResponse.One(code, object, resource, warnings);
    }

    private static Expected expected(Resource resource) {
        return Expected.of(resource);
    }

    private ApiResponse create(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        BodyReader.checkForm(request);
        var context = WriteOptions.context(request, user, warnings, "");
        if (resource.custom() != null && resource.custom().isTerminating()) {
            throw ApiException.notAllowed(
                    resource.named(), "create not allowed while custom resource definition is terminating");
        }
        var given = BodyReader.read(request, expected(resource), context);
        checkNamespace(given, info, resource);
        var groupResource = resource.info().groupResource();
        if (reviews.has(groupResource)) {
            var ownership = changes.ownership();
            var wiped = Metadata.wiped(given, namespace(info, resource));
            var noted = ownership.created(ownership.target(resource, ""), wiped, context.writer());
            var attributes = context.attributes(
                    Operation.CREATE, resource, "", namespace(info, resource), "", noted, JsonMap.EMPTY);
            var asked = admission.mutate(attributes);
            admission.validate(attributes.with(asked));
            var answer = reviews.answer(groupResource, resource.storage().toStorage(asked), info, user);
            return one(201, resource.storage().fromStorage(answer), resource, distinct(warnings));
        }
        var created = writing.create(resource, namespace(info, resource), resource.defaulted(given), context);
        return one(201, created, resource, distinct(warnings));
    }

    private static void checkNamespace(JsonMap given, RequestInfo info, Resource resource) {
        var namespace = given.map("metadata").string("namespace");
        if (resource.namespaced() && !namespace.isEmpty() && !namespace.equals(info.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private ApiResponse update(
            ApiRequest request, RequestInfo info, Resource resource, User user, Part part, List<String> warnings) {
        if (info.verb().equals("patch")) {
            checkFormat(request, resource);
        }
        if (info.name().isEmpty()) {
            throw ApiException.badRequest("name must be provided");
        }
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        if (info.verb().equals("patch")) {
            Reading.checkName(info.name());
        }
        var namespace = namespace(info, resource);
        var target = changes.ownership().target(resource, info.subresource());
        var change = read(request, info, resource, target, context);
        boolean creates = part == Part.WHOLE
                && info.verb().equals("update")
                && resource.strategy().allowsCreateOnUpdate();
        if (!change.applies() && !creates) {
            var updated = writing.update(resource, namespace, info.name(), part, change.wanted(), change.context());
            return one(200, updated, resource, distinct(warnings));
        }
        var written = writing.apply(
                resource,
                namespace,
                info.name(),
                part,
                change.wanted(),
                () -> checkMayCreate(info, user),
                change.context());
        return one(written.created() ? 201 : 200, written.object(), resource, distinct(warnings));
    }

    /** The change that is asked for; what is not there is not found, however the change may look. */
    private Change read(ApiRequest request, RequestInfo info, Resource resource, Target target, WriteContext context) {
        try {
            return changes.read(request, info, target, namespace(info, resource), context);
        } catch (ApiException e) {
            if (info.verb().equals("patch") && (e.code() == 400 || e.code() == 413) && !WriteOptions.isApply(request)) {
                reading.get(resource, namespace(info, resource), info.name(), Query.EMPTY);
            }
            throw e;
        }
    }

    private static void checkFormat(ApiRequest request, Resource resource) {
        boolean isCbor = request.cbor() && request.contentType().equals(Patching.APPLY_CBOR);
        if (resource.custom() != null && !isCbor && !CUSTOM_PATCHES.contains(request.contentType())) {
            var accepted = String.join(", ", CUSTOM_PATCHES);
            throw ApiException.unsupportedMediaType(request.cbor() ? accepted + ", " + Patching.APPLY_CBOR : accepted);
        }
        Patching.checkFormat(request);
    }

    private static List<String> distinct(List<String> warnings) {
        return warnings.stream().distinct().toList();
    }

    private void checkMayCreate(RequestInfo info, User user) {
        var create = info.withVerb("create");
        var decision = authorizer.authorize(user, create);
        if (!decision.allowed()) {
            throw Refusal.of(user, create, decision.reason());
        }
    }

    private ApiResponse delete(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        var options = deleteOptions.read(request);
        var context = new WriteContext(user, options.dryRun(), warnings);
        if (options.propagation().isEmpty()) {
            warnings.addAll(resource.strategy().deletionWarnings());
        }
        Reading.checkName(info.name());
        var deleted = deleting.delete(resource, namespace(info, resource), info.name(), options, context);
        if (!deleted.gone() || resource.strategy().returnsDeletedObject()) {
            boolean cascades = Boolean.FALSE.equals(options.orphaning());
            return one(!deleted.gone() && cascades ? 202 : 200, deleted.object(), resource, distinct(warnings));
        }
        var metadata = deleted.object().map("metadata");
        var details = JsonMap.of("name", info.name(), "kind", resource.info().plural(), "uid", metadata.string("uid"));
        details = resource.info().group().isEmpty()
                ? details
                : details.with("group", resource.info().group());
        warnings.addAll(resource.warnings());
        return ApiResponse.done(200, "details", details, warnings);
    }

    private ApiResponse deleteCollection(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        var list = ListOptions.of(request.query(), false);
        var selection = Selection.of(request.query(), resource);
        var asked = list.paged();
        var options = deleteOptions.read(request);
        if (options.propagation().isEmpty()) {
            warnings.addAll(resource.strategy().deletionWarnings());
        }
        var context = new WriteContext(user, options.dryRun(), warnings).with(Gate.UNNAMED);
        var found = reading.list(resource, namespace(info, resource), selection, asked);
        for (var item : found.items()) {
            try {
                deleting.delete(
                        resource,
                        item.map("metadata").string("namespace"),
                        item.map("metadata").string("name"),
                        options,
                        context);
            } catch (ApiException e) {
                // Somebody else was faster; that is what was wanted.
                if (e.code() != 404) {
                    throw e;
                }
            }
        }
        return found.with(warnings);
    }
}
