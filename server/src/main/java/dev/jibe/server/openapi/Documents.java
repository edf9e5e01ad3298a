package dev.jibe.server.openapi;

import dev.jibe.object.json.Json;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.wire.http.Headers;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the server answers to paths that name no resource: discovery, OpenAPI, health, version, metrics. */
public final class Documents {

    private final Discovery discovery;
    private final OpenApi openApi;
    private final ServiceAccountTokens tokens;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    /**
     * @param ready whether the server is open to everybody
     * @param metrics the text of all metrics
     */
    public Documents(
            Discovery discovery,
            OpenApi openApi,
            ServiceAccountTokens tokens,
            BooleanSupplier ready,
            Supplier<String> metrics) {
        this.discovery = discovery;
        this.openApi = openApi;
        this.tokens = tokens;
        this.ready = ready;
        this.metrics = metrics;
    }

    public ApiResponse answer(ApiRequest request) {
        var path = request.path();
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return notFound();
        }
        if (path.startsWith("/livez") || path.startsWith("/readyz") || path.startsWith("/healthz")) {
            return Health.answer(request, ready.getAsBoolean());
        }
        if (path.equals("/api")
                || path.equals("/apis")
                || path.startsWith("/api/")
                || path.startsWith("/apis/")
                || path.equals("/api/")
                || path.equals("/apis/")) {
            return discovery.answer(request);
        }
        if (path.startsWith("/openapi/")) {
            return openApi.answer(request);
        }
        return switch (path) {
            case "/", "" -> json(discovery.paths());
            case "/version", "/version/" -> json(Version.object());
            case "/metrics" -> ApiResponse.Plain.text(200, metrics.get());
            case "/.well-known/openid-configuration" -> json(OpenId.configuration(tokens.issuer()));
            case "/openid/v1/jwks" ->
                new ApiResponse.Plain(200, "application/jwk-set+json", Headers.EMPTY, Json.write(tokens.jwks()));
            default -> notFound();
        };
    }

    private static ApiResponse json(Object value) {
        return new ApiResponse.Plain(200, "application/json", Headers.EMPTY, Json.write(value));
    }

    static ApiResponse notFound() {
        return ApiResponse.Plain.text(404, "404 page not found\n");
    }
}
