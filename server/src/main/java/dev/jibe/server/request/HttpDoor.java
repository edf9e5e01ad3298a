package dev.jibe.server.request;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.forward.Forwarder;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.request.ApiRequest.Body;
import dev.jibe.server.watch.MessageStream;
import dev.jibe.server.watch.WatchPump;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.BodyTooLargeException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.HttpVersion;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.Handler;
import dev.jibe.wire.http.server.Pieces;
import dev.jibe.wire.websocket.WebSocketHandshake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where requests come in by HTTP: turns bytes into requests and answers into bytes, and knows nothing else. */
public final class HttpDoor implements Handler {

    /** Paths behind a group and a version: what is above them is not described in CBOR, and not refused in it either. */
    private static final Pattern OF_OBJECTS = Pattern.compile("^/(api|apis/[^/]+)/[^/]+");

    private static final Log LOG = Log.of(HttpDoor.class);

    private static final int MAX_AUDIT_ID = 64;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;
    private static final int TIMED_OUT = 504;

    /** Upstream says this in JSON to everybody. */
    private static final byte[] TOOK_TOO_LONG = ("{\"metadata\":{},\"status\":\"Failure\","
                    + "\"message\":\"Timeout: request did not complete within the allotted timeout\","
                    + "\"reason\":\"Timeout\",\"details\":{},\"code\":504}\n")
            .getBytes(StandardCharsets.UTF_8);

    private static final String STREAMS =
            "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

    private final ApiServer server;
    private final Presenter presenter;
    private final Forwarder forwarder;
    private final RequestMetrics metrics;
    private final AuditIds ids;
    private final Clock clock;
    private final Manners manners;
    private final Deadlines deadlines;
    private final LongLists longLists = LongLists.ofThisMachine();

    /**
     * How clients are treated.
     *
     * @param cbor whether CBOR is spoken
     * @param gzip whether long answers are compressed for those who take that
     * @param requestTime how long a request may take that does not last for as long as somebody wants
     * @param watchTime how long a watch lives at least if the client does not say; up to twice as long, so that not all
     *     come back at once
     * @param goawayChance of a request on HTTP/2 to be told to connect again, between 0 and 1
     */
    public record Manners(
            boolean cbor,
            boolean gzip,
            Duration requestTime,
            Duration watchTime,
            double goawayChance,
            RandomGenerator random) {

        private Duration watchLife(long askedSeconds) {
            return askedSeconds > 0
                    ? Duration.ofSeconds(askedSeconds)
                    : Duration.ofNanos((long) (watchTime.toNanos() * (1 + random.nextDouble())));
        }

        private boolean sendsAway(Request request) {
            return goawayChance > 0 && request.version() == HttpVersion.HTTP_2 && random.nextDouble() < goawayChance;
        }
    }

    public HttpDoor(
            ApiServer server,
            Presenter presenter,
            Forwarder forwarder,
            RequestMetrics metrics,
            AuditIds ids,
            Clock clock,
            Manners manners) {
        this.server = server;
        this.presenter = presenter;
        this.forwarder = forwarder;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
        this.manners = manners;
        this.deadlines = new Deadlines(manners.requestTime(), clock);
    }

    @Override
    public void handle(Exchange exchange) throws WireException {
        long begun = clock.nanoTime();
        var given = exchange.request().headers().get("audit-id", "");
        var passage = new Passage(
                given.isEmpty() ? ids.next() : given.substring(0, Math.min(given.length(), MAX_AUDIT_ID)),
                exchange.request().remoteAddress().getAddress().getHostAddress());
        if (manners.sendsAway(exchange.request())) {
            passage.endsConnection();
        }
        var deadline = deadline(exchange.request(), passage, begun);
        var cut = deadlines.at(deadline, () -> cutOff(exchange, passage));
        int code = 0;
        long sizeBytes = 0;
        var ended = metrics.begin(exchange.request());
        try {
            var sent = deadline.during(() -> answer(exchange, passage));
            code = sent.code();
            sizeBytes = sent.sizeBytes();
        } catch (ApiException e) {
            code = deadline.hasPassed() ? TIMED_OUT : e.code();
            if (deadline.hasPassed()) {
                cutOff(exchange, passage);
            } else {
                refuse(exchange, passage, e);
            }
        } catch (WireException e) {
            if (!passage.wasCutOff()) {
                throw e;
            }
            code = TIMED_OUT;
        } catch (RuntimeException e) {
            LOG.error(
                    "a request failed",
                    e,
                    "method",
                    exchange.request().method(),
                    "path",
                    exchange.request().path());
            code = 500;
            refuse(exchange, passage, ApiException.internal(String.valueOf(e.getMessage())));
        } finally {
            cut.cancel();
            passage.leave();
            ended.run();
            traced(exchange.request(), passage, code);
            metrics.answered(exchange.request(), passage, code, sizeBytes, clock.nanoTime() - begun);
        }
    }

    private Deadline deadline(Request head, Passage passage, long begun) {
        if (RequestInfo.isUndetermined(head.path())) {
            return Deadline.NONE;
        }
        var query = Query.parse(head.rawQuery());
        var info = RequestInfo.of(head.method(), head.path(), query);
        var deadline = deadlines.of(info, query, begun);
        passage.isAbout(info);
        passage.isDue(deadline);
        return deadline;
    }

    private Sent answer(Exchange exchange, Passage passage) throws WireException {
        var request = read(exchange, passage);
        try {
            var answer = server.handle(request, passage);
            passage.deadline().check();
            return answer(exchange, request, passage, answer);
        } finally {
            metrics.received(passage, request.body().sizeBytes());
        }
    }

    /** Tells the client that its request takes too long, unless it has an answer. What works on the request may go on. */
    private void cutOff(Exchange exchange, Passage passage) {
        if (exchange.isResponded()) {
            return;
        }
        passage.isCutOff();
        try {
            if (passage.deadline().isOfWrite()) {
                refuse(exchange, passage, ApiException.timeout(Deadline.OVER));
            } else {
                exchange.respond(
                        TIMED_OUT,
                        Headers.of(
                                "audit-id",
                                passage.auditId(),
                                "cache-control",
                                "no-cache, private",
                                "content-type",
                                "text/plain; charset=utf-8"),
                        TOOK_TOO_LONG);
            }
        } catch (WireException e) {
            LOG.debug("a request that takes too long has been answered, or left", "reason", e.getMessage());
        }
    }

    private static void traced(Request head, Passage passage, int code) {
        var span = passage.span();
        if (span.isRecorded()) {
            span.named(passage.info()
                    .filter(RequestInfo::isResource)
                    .map(info -> head.method() + " " + info.template())
                    .orElse(head.method()));
            span.note("http.request.method", head.method());
            span.note("http.response.status_code", code);
            span.note("http.target", head.target());
            span.note("url.path", head.path());
            span.note("url.scheme", "https");
            span.note("client.address", passage.source());
            span.note("user_agent.original", head.headers().get("user-agent", ""));
            span.note("audit-id", passage.auditId());
        }
        span.end(code >= SERVER_ERROR);
    }

    /** What was sent; of streams only that they began. */
    private record Sent(int code, long sizeBytes) {}

    private static boolean isProxied(Request head) {
        return head.path().contains("/proxy")
                && RequestInfo.of(head.method(), head.path(), Query.EMPTY)
                        .subresource()
                        .equals("proxy");
    }

    private ApiRequest read(Exchange exchange, Passage passage) throws WireException {
        var head = exchange.request();
        Body body = new Body.None();
        boolean mayHaveBody = !head.method().equals("GET") && !head.method().equals("HEAD");
        boolean isForwarded = isProxied(head) || server.isRemote(head.path());
        if (mayHaveBody && !isForwarded) {
            try {
                var bytes = exchange.body(ApiRequest.MAX_BODY_BYTES);
                body = bytes.length == 0 ? body : new Body.Bytes(bytes);
            } catch (BodyTooLargeException e) {
                // Whoever may not ask at all is told that first.
                passage.isTooLarge();
            }
        }
        return new ApiRequest(
                head.method(),
                head.path(),
                Query.parse(head.rawQuery()),
                head.headers(),
                head.peerCertificates(),
                Optional.empty(),
                body,
                manners.cbor());
    }

    private Sent answer(Exchange exchange, ApiRequest request, Passage passage, ApiResponse response)
            throws WireException {
        return switch (response) {
            case ApiResponse.One one -> {
                var form = form(request, passage, one.resource());
                var bytes = shown(one, form, request.query());
                yield send(exchange, one.code(), headers(passage, form.format().mediaType(), warnings(one)), bytes);
            }
            case ApiResponse.Many many ->
                longLists.write(many.items().size(), parts -> list(exchange, request, passage, many, parts));
            case ApiResponse.Watching watching -> {
                watch(exchange, request, passage, watching);
                yield new Sent(200, 0);
            }
            case ApiResponse.Plain plain -> {
                exchange.respond(plain.code(), plain(passage, plain), plain.body());
                yield new Sent(plain.code(), plain.body().length);
            }
            case ApiResponse.Forward forward -> {
                passage.leave();
                var ended = begin(passage, "CONNECT");
                try {
                    passage.span().<Boolean, WireException>during(() -> {
                        forwarder.forward(exchange, forward.target());
                        return true;
                    });
                } finally {
                    ended.run();
                    passage.ended();
                }
                yield new Sent(200, 0);
            }
        };
    }

    private Sent list(Exchange exchange, ApiRequest request, Passage passage, ApiResponse.Many many, int parts)
            throws WireException {
        var form = form(request, passage, many.resource());
        try (var pieces = shown(many, form, request.query(), parts)) {
            return send(exchange, 200, headers(passage, form.format().mediaType(), many.warnings()), pieces, parts);
        }
    }

    /** Answers with an object. */
    private Sent send(Exchange exchange, int code, Headers headers, byte[] content) throws WireException {
        if (content.length <= Gzip.LEAST_BYTES) {
            exchange.respond(code, headers, content);
            return new Sent(code, content.length);
        }
        try (var pieces = Pieces.of(content)) {
            return send(exchange, code, headers, pieces, 1);
        }
    }

    /** Answers with an object or a list of them. */
    private Sent send(Exchange exchange, int code, Headers headers, Pieces content, int parts) throws WireException {
        if (manners.gzip()
                && content.size() > Gzip.LEAST_BYTES
                && Gzip.isAccepted(exchange.request().headers())) {
            try (var packed = Gzip.pack(content, parts)) {
                return respond(
                        exchange,
                        code,
                        headers.with("content-encoding", "gzip").with("vary", "Accept-Encoding"),
                        packed);
            }
        }
        return respond(exchange, code, headers, content);
    }

    private static Sent respond(Exchange exchange, int code, Headers headers, Pieces content) throws WireException {
        var sent = new Sent(code, content.size());
        exchange.respond(code, headers, content);
        return sent;
    }

    /** What the client is told of a resource it is told too if the resource cannot be shown as it wants. */
    private Pieces shown(ApiResponse.Many many, Negotiation form, Query query, int parts) {
        try {
            return presenter.many(many, form, query, parts);
        } catch (ApiException e) {
            throw e.with(many.warnings());
        }
    }

    private byte[] shown(ApiResponse.One one, Negotiation form, Query query) {
        try {
            return presenter.one(one.object(), one.resource(), form, query);
        } catch (ApiException e) {
            throw e.with(warnings(one));
        }
    }

    private static Headers plain(Passage passage, ApiResponse.Plain plain) {
        var headers = frame(passage);
        if (!plain.contentType().isEmpty()) {
            headers.add("content-type", plain.contentType());
        }
        plain.headers().forEach(headers::set);
        return headers.build();
    }

    private static List<String> warnings(ApiResponse.One one) {
        var resource = one.resource();
        return resource == null || resource.warnings().isEmpty()
                ? one.warnings()
                : Stream.concat(resource.warnings().stream(), one.warnings().stream())
                        .toList();
    }

    private static Negotiation form(ApiRequest request, Passage passage, @Nullable Resource resource) {
        var part = passage.info().map(RequestInfo::subresource).orElse("");
        boolean mayBeProtobuf =
                resource == null || !resource.type().wireFields().isEmpty();
        return Negotiation.of(
                request.headers(),
                request.query(),
                mayBeProtobuf,
                resource == null || Routes.mayBeTable(resource, part),
                request.cbor());
    }

    private void watch(Exchange exchange, ApiRequest request, Passage passage, ApiResponse.Watching watching)
            throws WireException {
        var source = watching.source();
        try {
            var form = form(request, passage, watching.resource());
            if (form.format() == Negotiation.Format.YAML) {
                throw ApiException.notAcceptable(manners.cbor() ? STREAMS + ", application/cbor-seq" : STREAMS);
            }
            boolean isText = form.format() == Negotiation.Format.JSON;
            var type = switch (form.format()) {
                case JSON, YAML -> "application/json";
                case PROTOBUF -> "application/vnd.kubernetes.protobuf;stream=watch";
                case CBOR -> "application/cbor-seq";
            };
            var stream = WebSocketHandshake.isRequested(exchange.request())
                    ? MessageStream.accept(exchange, isText)
                    : exchange.stream(
                            200, headers(passage, type, watching.resource().warnings()));
            var sent = metrics.streams().events(passage.info().orElseThrow());
            var events = presenter.events(watching.resource(), form, request.query());
            var pump = new WatchPump(
                    source,
                    stream,
                    event -> {
                        var bytes = events.apply(event);
                        sent.accept(event.type(), bytes.length);
                        return bytes;
                    },
                    begin(passage, "WATCH"),
                    clock);
            pump.start(manners.watchLife(source.timeoutSeconds()));
        } catch (WireException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private Runnable begin(Passage passage, String verb) {
        return passage.info()
                .filter(RequestInfo::isResource)
                .map(info -> metrics.streams().begin(info, verb))
                .orElse(() -> {});
    }

    /** What every answer begins with. */
    private static Headers.Builder frame(Passage passage) {
        var headers = Headers.builder(12).add("audit-id", passage.auditId()).add("cache-control", "no-cache, private");
        if (!passage.flowSchemaUid().isEmpty()) {
            headers.add("x-kubernetes-pf-flowschema-uid", passage.flowSchemaUid())
                    .add("x-kubernetes-pf-prioritylevel-uid", passage.priorityLevelUid());
        }
        if (passage.isAnonymous() || passage.isLastOfConnection()) {
            // Nobody who has not said who it is keeps a connection by HTTP/2, which costs little to abuse; as upstream.
            headers.add("connection", "close");
        }
        return headers;
    }

    private static Headers headers(Passage passage, String contentType, List<String> warnings) {
        var headers = frame(passage).add("content-type", contentType);
        if (!warnings.isEmpty()) {
            warnings.stream().distinct().forEach(text -> headers.add("warning", "299 - " + FieldError.quoted(text)));
        }
        return headers.build();
    }

    private void refuse(Exchange exchange, Passage passage, ApiException failure) throws WireException {
        if (exchange.isResponded()) {
            return;
        }
        var request = exchange.request();
        boolean mayBeCbor = manners.cbor() && OF_OBJECTS.matcher(request.path()).find();
        var form = Negotiation.ofFailure(request.headers(), Query.parse(request.rawQuery()), mayBeCbor);
        var headers = headers(passage, form.format().mediaType(), failure.warnings());
        if (failure.code() == UNAUTHORIZED) {
            headers = headers.with("connection", "close");
        }
        if (failure.retryAfterSeconds() > 0) {
            headers = headers.with("retry-after", Long.toString(failure.retryAfterSeconds()));
        }
        send(exchange, failure.code(), headers, presenter.one(failure.status(), null, form, Query.EMPTY));
    }
}
