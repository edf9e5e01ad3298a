package dev.jibe.server.request;

import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.forward.Forwarder;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.watch.WatchPump;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.BodyTooLargeException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.Handler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where requests come in by HTTP: turns bytes into requests and answers into bytes, and knows nothing else. */
public final class HttpDoor implements Handler {

    private static final Log LOG = Log.of(HttpDoor.class);

    /** How long a watch lives if the client does not say; upstream draws between 30 and 60 minutes. */
    private static final Duration WATCH_LIFETIME = Duration.ofMinutes(45);

    private final ApiServer server;
    private final Presenter presenter;
    private final Forwarder forwarder;
    private final Clock clock;

    public HttpDoor(ApiServer server, Presenter presenter, Forwarder forwarder, Clock clock) {
        this.server = server;
        this.presenter = presenter;
        this.forwarder = forwarder;
        this.clock = clock;
    }

    @Override
    public void handle(Exchange exchange) throws WireException {
        try {
            var request = read(exchange);
            answer(exchange, request, server.handle(request));
        } catch (ApiException e) {
            refuse(exchange, e);
        } catch (RuntimeException e) {
            LOG.error(
                    "a request failed",
                    e,
                    "method",
                    exchange.request().method(),
                    "path",
                    exchange.request().path());
            refuse(exchange, ApiException.internal(String.valueOf(e.getMessage())));
        }
    }

    private static ApiRequest read(Exchange exchange) throws WireException {
        var head = exchange.request();
        Body body = new Body.None();
        boolean mayHaveBody = !head.method().equals("GET") && !head.method().equals("HEAD");
        boolean isForwarded = head.path().contains("/proxy");
        if (mayHaveBody && !isForwarded) {
            try {
                var bytes = exchange.body(ApiRequest.MAX_BODY_BYTES);
                body = bytes.length == 0 ? body : new Body.Bytes(bytes);
            } catch (BodyTooLargeException e) {
                throw ApiException.tooLarge(ApiRequest.MAX_BODY_BYTES);
            }
        }
        return new ApiRequest(
                head.method(),
                head.path(),
                Query.parse(head.rawQuery()),
                head.headers(),
                head.peerCertificates(),
                Optional.empty(),
                body);
    }

    private void answer(Exchange exchange, ApiRequest request, ApiResponse response) throws WireException {
        switch (response) {
            case ApiResponse.One one -> {
                var form = form(request, one.resource());
                var bytes = presenter.one(one.object(), one.resource(), form, request.query());
                exchange.respond(one.code(), headers(form.format().mediaType(), warnings(one)), bytes);
            }
            case ApiResponse.Many many -> {
                var form = form(request, many.resource());
                exchange.respond(
                        200,
                        headers(form.format().mediaType(), many.resource().warnings()),
                        presenter.many(many, form, request.query()));
            }
            case ApiResponse.Watching watching -> watch(exchange, request, watching);
            case ApiResponse.Plain plain ->
                exchange.respond(plain.code(), plain.headers().with("content-type", plain.contentType()), plain.body());
            case ApiResponse.Forward forward -> forwarder.forward(exchange, forward.target());
        }
    }

    private static List<String> warnings(ApiResponse.One one) {
        var resource = one.resource();
        return resource == null || resource.warnings().isEmpty()
                ? one.warnings()
                : Stream.concat(resource.warnings().stream(), one.warnings().stream())
                        .toList();
    }

    private static Negotiation form(ApiRequest request, @Nullable Resource resource) {
        boolean mayBeProtobuf =
                resource == null || !resource.type().wireFields().isEmpty();
        return Negotiation.of(request.headers().get("accept", ""), request.query(), mayBeProtobuf);
    }

    private void watch(Exchange exchange, ApiRequest request, ApiResponse.Watching watching) throws WireException {
        var source = watching.source();
        try {
            var form = form(request, watching.resource());
            if (form.format() == Negotiation.Format.YAML) {
                throw ApiException.notAcceptable("application/json, application/vnd.kubernetes.protobuf;stream=watch");
            }
            var type = form.format() == Negotiation.Format.PROTOBUF
                    ? "application/vnd.kubernetes.protobuf;stream=watch"
                    : "application/json";
            var stream = exchange.stream(200, headers(type, watching.resource().warnings()));
            var pump = new WatchPump(
                    source, stream, event -> presenter.event(event, watching.resource(), form, request.query()), clock);
            long seconds = source.timeoutSeconds();
            pump.start(seconds > 0 ? Duration.ofSeconds(seconds) : WATCH_LIFETIME);
        } catch (WireException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static Headers headers(String contentType, List<String> warnings) {
        if (warnings.isEmpty()) {
            return Headers.of("content-type", contentType, "cache-control", "no-cache, private");
        }
        var headers = Headers.builder().add("content-type", contentType).add("cache-control", "no-cache, private");
        warnings.stream().distinct().forEach(text -> headers.add("warning", "299 - " + FieldError.quoted(text)));
        return headers.build();
    }

    private void refuse(Exchange exchange, ApiException failure) throws WireException {
        if (exchange.isResponded()) {
            return;
        }
        var headers = headers("application/json", failure.warnings());
        if (failure.retryAfterSeconds() > 0) {
            headers = headers.with("retry-after", Long.toString(failure.retryAfterSeconds()));
        }
        if (exchange.request().headers().get("accept", "").startsWith("application/vnd.kubernetes.protobuf")) {
            var form = new Negotiation(Negotiation.Format.PROTOBUF, Negotiation.Shape.WHOLE, false);
            exchange.respond(
                    failure.code(),
                    headers.with("content-type", form.format().mediaType()),
                    presenter.one(failure.status(), null, form, Query.EMPTY));
            return;
        }
        exchange.respond(failure.code(), headers, Json.write(failure.status()));
    }
}
