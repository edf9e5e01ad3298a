package dev.jibe.server.request;

import dev.jibe.server.authn.Authenticator;
import dev.jibe.server.authn.Impersonation;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.fairness.Fairness;
import dev.jibe.server.openapi.Documents;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.usage.UsageApi;
import dev.jibe.store.StoreException;

/**
 * The one door: every request, from a socket or from inside the process, passes these stages in this order.
 *
 * <p>Who asks, whether they may, what they want, and the answer. Each stage takes a value and returns one.
 */
public final class ApiServer {

    private static final ApiResponse TOO_MANY = ApiResponse.Plain.error(
                    429, "Too many requests, please try again later.\n")
            .with("retry-after", "1");

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Impersonation impersonation;
    private final Fairness fairness;
    private final Resources resources;
    private final Verbs verbs;
    private final UsageApi usage;
    private final Documents documents;

    public ApiServer(
            Authenticator authenticator,
            Authorizer authorizer,
            Fairness fairness,
            Resources resources,
            Verbs verbs,
            UsageApi usage,
            Documents documents) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.fairness = fairness;
        this.impersonation = new Impersonation(authorizer);
        this.resources = resources;
        this.verbs = verbs;
        this.usage = usage;
        this.documents = documents;
    }

    /**
     * Answers a request.
     *
     * @throws ApiException if the answer is a failure
     */
    public ApiResponse handle(ApiRequest request) {
        return handle(request, new Passage(""));
    }

    /**
     * Answers a request.
     *
     * @param passage is told what becomes known of the request
     * @throws ApiException if the answer is a failure
     */
    ApiResponse handle(ApiRequest request, Passage passage) {
        if (RequestInfo.isUndetermined(request.path())) {
            return ApiResponse.Plain.error(
                    500,
                    "Internal Server Error: " + FieldError.quoted(request.path())
                            + ": failed to create RequestInfo: unable to determine kind and namespace from url, "
                            + request.path() + "\n");
        }
        var info = RequestInfo.of(request.method(), request.path(), request.query());
        try {
            passage.isAbout(info);
            var authenticated = authenticator.authenticate(request);
            var user = impersonation.apply(authenticated, request, info);
            passage.isFrom(authenticated, user);
            try (var seat = fairness.admit(user, info, passage)) {
                if (seat instanceof Fairness.Seat.Refused) {
                    return TOO_MANY;
                }
                authorize(user, info.question(request.query()));
                return answer(request, info, user, passage);
            }
        } catch (StoreException.Unavailable | StoreException.TooBusy e) {
            throw ApiException.unavailable(String.valueOf(e.getMessage()));
        } catch (StoreException.TooLarge e) {
            throw ApiException.tooLarge(ApiRequest.MAX_BODY_BYTES);
        }
    }

    private void authorize(User user, RequestInfo info) {
        var decision = authorizer.authorize(user, info);
        if (!decision.allowed()) {
            throw Refusal.of(user, info, decision.reason());
        }
    }

    private ApiResponse answer(ApiRequest request, RequestInfo info, User user, Passage passage) {
        if (!info.isResource() || request.path().startsWith("//")) {
            return documents.answer(request);
        }
        RequestTimeout.check(request.query());
        var resource = resources.find(info.group(), info.version(), info.resource());
        if (resource == null) {
            if (info.group().isEmpty() || resources.hasBuiltinGroup(info.group())) {
                throw ApiException.unknownResource();
            }
            return documents.answer(request);
        }
        if (resource.custom() == null) {
            Routes.check(request, info, resource);
        }
        passage.isRouted();
        return info.group().equals(UsageApi.GROUP)
                ? usage.answer(request, info, resource)
                : answer(request, info, resource, user);
    }

    private ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        try {
            return verbs.answer(request, info, resource, user);
        } catch (ApiException e) {
            throw e.with(resource.warnings());
        }
    }
}
