package dev.jibe.server.subresource;

import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.RequestInfo;

/** One subresource of one or several resources. */
interface Subresource {
    ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user);
}
