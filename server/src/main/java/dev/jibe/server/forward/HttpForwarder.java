package dev.jibe.server.forward;

import dev.jibe.runtime.logging.Log;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.Deadline;
import dev.jibe.server.request.ForwardTarget;
import dev.jibe.server.tracing.Span;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.Request;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.websocket.WebSocketHandshake;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Forwards by HTTP: plain requests as they are, upgrades as a pipe of bytes.
 *
 * <p>WebSocket clients of exec, attach and port-forward are translated, since node agents and container runtimes speak
 * SPDY. See <a href="https://kep.k8s.io/4006">KEP-4006</a>.
 */
public final class HttpForwarder implements Forwarder {

    private static final Log LOG = Log.of(HttpForwarder.class);

    /** Upstream waits as long for a container to answer. */
    private static final Duration HEAD_TIMEOUT = Duration.ofMinutes(4);

    /** A longer page keeps its links as they are. */
    private static final int MAX_PAGE_BYTES = 4 << 20;

    /** Headers that belong to one connection, and what must not go on: who the client is. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "host",
            "content-length",
            "authorization",
            "expect");

    private final HttpClient client;
    private final ClientTls toNodes;
    private final ClientTls toOthers;

    /**
     * @param toNodes how the server proves itself to node agents
     * @param toOthers for pods and services, whose certificates nobody has vouched for
     */
    public HttpForwarder(HttpClient client, ClientTls toNodes, ClientTls toOthers) {
        this.client = client;
        this.toNodes = toNodes;
        this.toOthers = toOthers;
    }

    @Override
    public void forward(Exchange exchange, ForwardTarget target) throws WireException {
        var host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        var uri = URI.create(target.scheme() + "://" + host + ":" + target.port() + target.path());
        var tls = target.delegation().map(ForwardTarget.Delegation::tls).orElse(target.toNode() ? toNodes : toOthers);
        var identity =
                target.delegation().map(ForwardTarget.Delegation::identity).orElse(Headers.EMPTY);
        try {
            if (target.toNode() && WebSocketHandshake.isRequested(exchange.request())) {
                translate(exchange, uri, tls);
            } else if (isUpgrade(exchange)) {
                tunnel(exchange, uri, tls, identity);
            } else {
                plain(exchange, uri, tls, identity, links(exchange, target));
            }
        } catch (WireException e) {
            if (exchange.isResponded()) {
                throw e;
            }
            Deadline.current().check();
            LOG.debug("forwarding failed", "to", uri, "reason", e.getMessage());
            if (target.delegation().isPresent()) {
                var text = "error trying to reach service: " + e.getMessage() + "\n";
                var headers =
                        Headers.of("content-type", "text/plain; charset=utf-8", "x-content-type-options", "nosniff");
                exchange.respond(503, headers, text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            throw failure(exchange.request(), uri, target, String.valueOf(e.getMessage()));
        }
    }

    /** As upstream says it of streams, of logs, and of what is proxied. */
    private static ApiException failure(Request request, URI uri, ForwardTarget target, String why) {
        if (request.headers().hasToken("connection", "upgrade")
                && !request.path().endsWith("/log")) {
            return ApiException.of(500, "", "error dialing backend: " + why);
        }
        return target.toNode() && target.linksUnder().isEmpty()
                ? ApiException.of(500, "", "Get \"" + uri + "\": " + why)
                : ApiException.unavailable("error trying to reach service: " + why);
    }

    private static Optional<ProxiedLinks> links(Exchange exchange, ForwardTarget target) {
        if (target.linksUnder().isEmpty()) {
            return Optional.empty();
        }
        var hosts = new HashSet<String>();
        hosts.add(target.host() + ":" + target.port());
        hosts.add(exchange.request().headers().get("host", target.host()));
        return Optional.of(new ProxiedLinks(target.linksUnder(), hosts));
    }

    private static boolean isUpgrade(Exchange exchange) {
        return exchange.request().headers().hasToken("connection", "upgrade");
    }

    private void translate(Exchange exchange, URI uri, ClientTls tls) throws WireException {
        var path = uri.getPath();
        if (path.startsWith("/portForward/")) {
            new PortForwardTranslation(client, tls).run(exchange, uri);
        } else if (path.startsWith("/containerLogs/")) {
            var request = ClientRequest.get(uri).within(HEAD_TIMEOUT);
            try (var log = client.send(request, tls)) {
                if (log.isSuccess()) {
                    LogTranslation.run(exchange, log);
                } else {
                    respond(exchange, log);
                }
            }
        } else {
            new StreamTranslation(client, tls).run(exchange, uri);
        }
    }

    /** Passes an upgrade on and joins the two connections. */
    private void tunnel(Exchange exchange, URI uri, ClientTls tls, Headers identity) throws WireException {
        var head = exchange.request().headers();
        var headers =
                sent(exchange, identity).with("connection", "Upgrade").with("upgrade", head.get("upgrade", "SPDY/3.1"));
        var request = ClientRequest.of(exchange.request().method(), uri, headers, new byte[0])
                .within(HEAD_TIMEOUT);
        var response = client.upgrade(request, tls);
        var raw = response.raw();
        if (raw.isEmpty()) {
            respond(exchange, response);
            return;
        }
        var answer = Headers.builder();
        response.headers().forEach((name, value) -> {
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                answer.add(name, value);
            }
        });
        Pipe.join(exchange.upgrade(answer.build()), raw.get());
    }

    private void plain(Exchange exchange, URI uri, ClientTls tls, Headers identity, Optional<ProxiedLinks> links)
            throws WireException {
        boolean mayHaveBody = !Set.of("GET", "HEAD").contains(exchange.request().method());
        var body = mayHaveBody ? exchange.body(ApiRequest.MAX_BODY_BYTES) : new byte[0];
        var sent = sent(exchange, identity);
        // Links can only be found in what is not compressed.
        var headers = links.isEmpty() ? sent : sent.without("accept-encoding");
        var request = ClientRequest.of(exchange.request().method(), uri, headers, body)
                .within(Deadline.current().left(HEAD_TIMEOUT));
        respond(exchange, client.send(request, tls), links);
    }

    /** What goes on of the client's headers; who it is only the server itself may say. */
    private static Headers sent(Exchange exchange, Headers identity) {
        var request = exchange.request();
        var headers = forwarded(request.headers());
        if (identity.size() == 0) {
            return headers;
        }
        // Other servers of the API go on with the trace; pods and nodes see what the client said of it.
        headers = Span.current().on(headers);
        var sent = Headers.builder();
        headers.forEach((name, value) -> {
            if (!name.startsWith("x-remote-")) {
                sent.add(name, value);
            }
        });
        return sent.addAll(identity)
                .add("x-forwarded-for", request.remoteAddress().getAddress().getHostAddress())
                .build();
    }

    private static Headers forwarded(Headers headers) {
        var kept = Headers.builder();
        headers.forEach((name, value) -> {
            if (!NOT_FORWARDED.contains(name) && !name.startsWith("impersonate-")) {
                kept.add(name, value);
            }
        });
        return kept.build();
    }

    private static void respond(Exchange exchange, ClientResponse response) throws WireException {
        respond(exchange, response, Optional.empty());
    }

    private static boolean isPage(ClientResponse response) {
        return response.headers().get("content-type", "").startsWith("text/html")
                && response.headers().get("content-encoding", "").isEmpty();
    }

    /** In a character set that keeps every byte, whatever the page's own may be. */
    private static byte[] led(byte[] page, ProxiedLinks links) {
        return links.inHtml(new String(page, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Headers located(ClientResponse response, Optional<ProxiedLinks> links) {
        var headers = forwarded(response.headers());
        var location = headers.get("location", "");
        return links.isEmpty() || location.isEmpty()
                ? headers
                : headers.with("location", links.get().through(location));
    }

    /** Streams the answer back as it comes, so that logs can be followed; pages whose links change are read first. */
    private static void respond(Exchange exchange, ClientResponse response, Optional<ProxiedLinks> links)
            throws WireException {
        try (response) {
            var headers = located(response, links);
            if (List.of(204, 304).contains(response.status())
                    || exchange.request().method().equals("HEAD")) {
                exchange.respond(response.status(), headers);
                return;
            }
            try (var stream = exchange.stream(response.status(), headers);
                    var in = response.stream()) {
                stream.onClose(response::close);
                if (links.isPresent() && isPage(response)) {
                    var page = in.readNBytes(MAX_PAGE_BYTES);
                    stream.write(page.length < MAX_PAGE_BYTES ? led(page, links.get()) : page);
                }
                var buffer = new byte[16 << 10];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    stream.write(java.util.Arrays.copyOf(buffer, n));
                }
            }
        } catch (WireException e) {
            throw e;
        } catch (IOException e) {
            throw new WireException("the peer broke off: " + e.getMessage(), e);
        }
    }
}
