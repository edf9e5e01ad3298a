package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Negotiation;
import dev.jibe.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the server answers to paths that name no resource: discovery, OpenAPI, health, version, metrics. */
public final class Documents {

    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    private final Discovery discovery;
    private final OpenApi openApi;
    private final ServiceAccountTokens tokens;
    private final Health health;
    private final StatusPage status;
    private final FlowDumps flows;
    private final OpenId openId;
    private final Supplier<Health.Phase> phase;
    private final BooleanSupplier stored;
    private final Supplier<String> metrics;

    /**
     * @param advertised where clients reach this server, as {@code host:port}
     * @param flags of the command line, as far as they may be shown
     * @param phase how far the server has come
     * @param stored whether the store takes writes
     * @param metrics the text of all metrics
     */
    public Documents(
            Discovery discovery,
            OpenApi openApi,
            ServiceAccountTokens tokens,
            String advertised,
            FlowDumps flows,
            Health health,
            Clock clock,
            Map<String, String> flags,
            Supplier<Health.Phase> phase,
            BooleanSupplier stored,
            Supplier<String> metrics) {
        this.discovery = discovery;
        this.openApi = openApi;
        this.tokens = tokens;
        this.openId = OpenId.of(tokens.policy(), advertised);
        this.flows = flows;
        this.health = health;
        this.status = new StatusPage(clock, flags);
        this.phase = phase;
        this.stored = stored;
        this.metrics = metrics;
    }

    private Health.State state() {
        return new Health.State(phase.get(), stored);
    }

    public ApiResponse answer(ApiRequest request) {
        var path = request.path();
        if (path.startsWith("/livez") || path.startsWith("/readyz") || path.startsWith("/healthz")) {
            return health.answer(request, state());
        }
        if (isUnder(path, "/api") || isUnder(path, "/apis")) {
            return discovery.answer(request);
        }
        if (path.startsWith("/openapi/")) {
            return openApi.answer(request);
        }
        if (path.startsWith(FlowDumps.PREFIX)) {
            return flows.answer(path.substring(FlowDumps.PREFIX.length()), request.query());
        }
        return switch (path) {
            case "/", "", "/index.html" -> json(paths());
            case "/version", "/version/" -> get(request, List.of("application/json"), () -> json(Version.object()));
            case "/metrics" -> metrics(metrics.get());
            case "/metrics/slis" -> metrics(health.metrics(state()));
            case "/.well-known/openid-configuration" -> openId(request, "application/json", openId::configuration);
            case "/openid/v1/jwks" -> openId(request, "application/jwk-set+json", tokens::jwks);
            case "/statusz" -> status.answer(request);
            case "/flagz" -> status.flags(request);
            default -> notFound();
        };
    }

    private ApiResponse openId(ApiRequest request, String type, Supplier<JsonMap> document) {
        return openId.isServed() ? get(request, List.of(), () -> cached(type, document.get())) : notFound();
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** What has a route of its own upstream: other methods, and other forms, are refused. */
    static ApiResponse get(ApiRequest request, List<String> forms, Supplier<ApiResponse> answer) {
        if (!request.method().equals("GET")) {
            throw ApiException.methodNotAllowed();
        }
        if (!forms.isEmpty()) {
            Negotiation.checkConsumed(request, forms);
            Negotiation.checkAcceptable(request, forms);
        }
        return answer.get();
    }

    /** All paths that the server knows. */
    private JsonMap paths() {
        var paths = new TreeSet<String>(discovery.paths());
        paths.addAll(health.paths());
        paths.addAll(List.of(
                "/flagz",
                "/metrics",
                "/metrics/slis",
                "/openapi/v2",
                "/openapi/v3",
                "/openapi/v3/",
                "/statusz",
                "/version"));
        if (openId.isServed()) {
            paths.addAll(List.of("/.well-known/openid-configuration", "/openid/v1/jwks"));
        }
        return JsonMap.of("paths", JsonList.copyOf(paths));
    }

    private static ApiResponse metrics(String text) {
        return new ApiResponse.Plain(200, METRICS, Headers.EMPTY, text.getBytes(StandardCharsets.UTF_8));
    }

    private static ApiResponse cached(String contentType, JsonMap value) {
        return new ApiResponse.Plain(
                200, contentType, Headers.of("cache-control", "public, max-age=3600"), Json.write(value));
    }

    private static ApiResponse json(Object value) {
        return new ApiResponse.Plain(200, "application/json", Headers.EMPTY, Json.write(value));
    }

    static ApiResponse notFound() {
        return ApiResponse.Plain.error(404, "404 page not found\n");
    }
}
