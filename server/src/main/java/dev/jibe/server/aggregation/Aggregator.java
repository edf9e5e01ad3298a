package dev.jibe.server.aggregation;

import dev.jibe.object.json.Json;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.ForwardTarget;
import dev.jibe.server.request.Query;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Sends requests on to the servers of their APIs, in the name of who asked. */
public final class Aggregator {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 64 << 20;

    private final RemoteApis apis;
    private final ServiceResolver services;
    private final HttpClient http;

    public Aggregator(RemoteApis apis, ServiceResolver services, HttpClient http) {
        this.apis = apis;
        this.services = services;
        this.http = http;
    }

    /** Whether the path is not this server's. */
    public boolean isRemote(String path) {
        return apis.find(path).isPresent();
    }

    /** The answer, or where it is to be had; empty if this server has it itself. */
    public Optional<ApiResponse> answer(ApiRequest request, User user) {
        return apis.find(request.path()).map(api -> answer(api, request, user));
    }

    private ApiResponse answer(RemoteApi api, ApiRequest request, User user) {
        if (!api.available()) {
            return ApiResponse.Plain.error(503, "service unavailable\n");
        }
        if (!api.problem().isEmpty()) {
            return ApiResponse.Plain.error(500, api.problem() + "\n");
        }
        ServiceResolver.Address address;
        try {
            address = services.resolve(api.namespace(), api.service(), api.port());
        } catch (ApiException e) {
            return ApiResponse.Plain.error(503, "service unavailable\n");
        }
        var path = request.path() + text(request.query());
        if (request.user().isPresent()) {
            return inside(URI.create("https://" + address.authority() + path), api, request, user);
        }
        var delegation = new ForwardTarget.Delegation(api.tls(), Identity.of(user));
        return new ApiResponse.Forward(
                new ForwardTarget("https", address.host(), address.port(), path, false, Optional.of(delegation), ""));
    }

    private static String text(Query query) {
        var text = new StringBuilder();
        query.values()
                .forEach((key, values) -> values.forEach(value -> text.append(text.isEmpty() ? '?' : '&')
                        .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return text.toString();
    }

    /** For parts of this process, which have no connection that could be passed on. */
    private ApiResponse inside(URI uri, RemoteApi api, ApiRequest request, User user) {
        var headers = Identity.of(user).toBuilder().addAll(request.headers()).build();
        var body = switch (request.body()) {
            case Body.Bytes(byte[] bytes) -> bytes;
            case Body.Tree(Object value) -> Json.write(value);
            case Body.None() -> new byte[0];
        };
        try (var response =
                http.send(ClientRequest.of(request.method(), uri, headers, body).within(PATIENCE), api.tls())) {
            return new ApiResponse.Plain(
                    response.status(),
                    response.headers().get("content-type", ""),
                    Headers.EMPTY,
                    response.body(MAX_BYTES));
        } catch (WireException e) {
            throw ApiException.unavailable("error trying to reach service: " + e.getMessage());
        }
    }
}
