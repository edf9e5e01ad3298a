package dev.jibe.server.request;

import dev.jibe.server.authn.Authenticator;
import dev.jibe.server.authn.Impersonation;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
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

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Impersonation impersonation;
    private final Resources resources;
    private final Verbs verbs;
    private final UsageApi usage;
    private final Documents documents;

    public ApiServer(
            Authenticator authenticator,
            Authorizer authorizer,
            Resources resources,
            Verbs verbs,
            UsageApi usage,
            Documents documents) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
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
        var info = RequestInfo.of(request.method(), request.path(), request.query());
        try {
            var user = impersonation.apply(authenticator.authenticate(request), request, info);
            authorize(user, info.question(request.query()));
            return answer(request, info, user);
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

    private ApiResponse answer(ApiRequest request, RequestInfo info, User user) {
        if (info.isResource()) {
            var resource = resources.find(info.group(), info.version(), info.resource());
            if (resource != null && info.group().equals(UsageApi.GROUP)) {
                return usage.answer(request, info, resource);
            }
            if (resource != null) {
                return answer(request, info, resource, user);
            }
        }
        return documents.answer(request);
    }

    private ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        try {
            return verbs.answer(request, info, resource, user);
        } catch (ApiException e) {
            throw e.with(resource.warnings());
        }
    }
}
