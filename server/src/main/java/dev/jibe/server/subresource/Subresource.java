package dev.jibe.server.subresource;

import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/** One subresource of one or several resources. */
interface Subresource {
    /**
     * Does what is asked for.
     *
     * @param warnings collects what the client is told beside the answer
     */
    ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user, List<String> warnings);
}
