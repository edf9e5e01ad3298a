package dev.jibe.server.subresource;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.registry.ownership.Target;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.WriteOptions;
import java.util.ArrayList;
import java.util.List;

/** Tokens of a service account on request. */
final class TokenRequests implements Subresource {

    private static final Named KIND = new Named("authentication.k8s.io", "TokenRequest");
    private static final long DEFAULT_SECONDS = 3600;
    private static final long MIN_SECONDS = 600;
    private static final long MAX_SECONDS = 1L << 32;

    private final AdmissionChain admission;
    private final StructType type;
    private final Reading reading;
    private final BoundObjects bound;
    private final ServiceAccountTokens tokens;
    private final Ownership ownership;

    TokenRequests(
            AdmissionChain admission,
            Schema schema,
            Reading reading,
            Resources resources,
            ServiceAccountTokens tokens,
            Ownership ownership) {
        this.admission = admission;
        this.type = Types.of(schema, "authentication.k8s.io", "v1", "TokenRequest");
        this.reading = reading;
        this.bound = BoundObjects.of(reading, resources);
        this.tokens = tokens;
        this.ownership = ownership;
    }

    @Override
    public ApiResponse answer(
            ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings) {
        if (!info.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        var given = Types.read(request, warnings, "authentication.k8s.io/v1", "TokenRequest", type);
        Types.checkNamespace(given, info);
        var context = WriteOptions.context(request, user, warnings, info.subresource());
        var attributes = context.attributes(
                Operation.CREATE, resource, info.subresource(), info.namespace(), info.name(), given, JsonMap.EMPTY);
        var body = admission.mutate(attributes);
        checkNames(body.map("metadata"), info);
        var account = reading.get(resource, info.namespace(), info.name(), Query.EMPTY);
        checkUid(body.map("metadata"), account, info.name());
        var spec = body.map("spec");
        long seconds = spec.has("expirationSeconds") ? spec.number("expirationSeconds") : DEFAULT_SECONDS;
        check(seconds);
        admission.validate(attributes.with(body));
        seconds = granted(seconds, warnings);
        var noted = ownership.created(
                Target.of("authentication.k8s.io/v1", "TokenRequest", type),
                body.with("spec", spec.with("expirationSeconds", seconds)),
                context.writer());
        var audiences = spec.list("audiences").strings().toList();
        audiences = audiences.isEmpty() ? tokens.policy().audiences() : audiences;
        var bindings = spec.get("boundObjectRef") instanceof JsonMap reference
                ? bound.bindings(reference, info)
                : List.<ServiceAccountTokens.Binding>of();
        var issued = tokens.issue(account, bindings, audiences, seconds);
        var metadata = noted.map("metadata")
                .with("name", info.name())
                .with("namespace", info.namespace())
                .with("uid", account.map("metadata").string("uid"))
                .with("creationTimestamp", Times.seconds(issued.expires().minusSeconds(seconds)));
        var status = JsonMap.of("token", issued.token(), "expirationTimestamp", Times.seconds(issued.expires()));
        var asked = spec.with("audiences", JsonList.copyOf(audiences)).with("expirationSeconds", seconds);
        var answered = body.with("spec", asked).with("status", status).with("metadata", metadata);
        return new ApiResponse.One(
                201, answered, null, warnings.stream().distinct().toList());
    }

    /** What the body says of its account must be true. */
    private static void checkNames(JsonMap metadata, RequestInfo info) {
        if (!List.of("", info.name()).contains(metadata.string("name"))) {
            throw ApiException.invalid(
                    KIND,
                    info.name(),
                    List.of(FieldError.invalid(
                            "metadata.name",
                            metadata.string("name"),
                            "must match the service account name if specified")));
        }
        if (!List.of("", info.namespace()).contains(metadata.string("namespace"))) {
            throw ApiException.invalid(
                    KIND,
                    info.name(),
                    List.of(FieldError.invalid(
                            "metadata.namespace",
                            metadata.string("namespace"),
                            "must match the service account namespace if specified")));
        }
    }

    private static void checkUid(JsonMap metadata, JsonMap account, String name) {
        var asked = metadata.string("uid");
        var uid = account.map("metadata").string("uid");
        if (!asked.isEmpty() && !asked.equals(uid)) {
            throw ApiException.conflict(
                    KIND,
                    name,
                    "the UID in the token request (" + asked + ") does not match the UID of the service account (" + uid
                            + ")");
        }
    }

    private long granted(long seconds, List<String> warnings) {
        long most = tokens.policy().longest().toSeconds();
        if (most == 0 || seconds <= most) {
            return seconds;
        }
        warnings.add("requested expiration of " + seconds + " seconds shortened to " + most + " seconds");
        return most;
    }

    private static void check(long seconds) {
        var errors = new ArrayList<FieldError>();
        if (seconds < MIN_SECONDS) {
            errors.add(FieldError.invalid(
                    "spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes"));
        }
        if (seconds > MAX_SECONDS) {
            errors.add(FieldError.invalid(
                    "spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds"));
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(KIND, "", errors);
        }
    }
}
