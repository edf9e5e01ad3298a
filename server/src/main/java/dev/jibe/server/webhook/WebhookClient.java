package dev.jibe.server.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.server.aggregation.ServiceResolver;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.Deadline;
import dev.jibe.server.tracing.Span;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Asks webhooks, which are named by a URL or by a service of the cluster.
 *
 * <p>A service is reached at one of its endpoints, or at its cluster address, and has to have a certificate for {@code NAME.NAMESPACE.svc}.
 */
public final class WebhookClient {

    private static final int DEFAULT_PORT = 443;
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final ServiceResolver services;
    private final HttpClient http;
    private final WebhookCredentials credentials;

    public WebhookClient(ServiceResolver services, HttpClient http) {
        this(services, http, WebhookCredentials.NONE);
    }

    private WebhookClient(ServiceResolver services, HttpClient http, WebhookCredentials credentials) {
        this.services = services;
        this.http = http;
        this.credentials = credentials;
    }

    /** The same, showing webhooks who it is. */
    public WebhookClient as(WebhookCredentials others) {
        return new WebhookClient(services, http, others);
    }

    /** Where to send, and whom to expect there. */
    private record Target(URI uri, String serverName, String shown) {
        /** What it is called, with its port. */
        String host() {
            var named = URI.create(shown);
            return named.getHost() + ":" + (named.getPort() < 0 ? DEFAULT_PORT : named.getPort());
        }

        Target with(String query) {
            return query.isEmpty() ? this : new Target(URI.create(uri + "?" + query), serverName, shown + "?" + query);
        }
    }

    /**
     * Sends a review and returns the answer.
     *
     * @param config the webhook's {@code clientConfig}
     * @throws WebhookException if there is no answer, or none that is an object
     */
    public JsonMap ask(JsonMap config, JsonMap review, Duration timeout) {
        return ask(config, "", review, timeout);
    }

    /**
     * The same, with a query behind the address.
     *
     * @param query without the question mark; may be empty
     */
    public JsonMap ask(JsonMap config, String query, JsonMap review, Duration timeout) {
        Target target;
        try {
            target = target(config).with(query);
        } catch (Unresolved e) {
            var shown = query.isEmpty() ? e.address : e.address + "?" + query;
            throw new WebhookException("Post \"" + shown + "\": " + e.getMessage(), e);
        }
        var tls = trust(config);
        tls = target.serverName().isEmpty() ? tls : tls.expecting(target.serverName());
        tls = credentials.identified(tls, target.host());
        var span = Span.call("HTTP POST");
        boolean isAnswered = false;
        var request = ClientRequest.of(
                        "POST", target.uri(), span.on(credentials.headers(target.host())), Json.write(review))
                .within(Deadline.current().left(timeout));
        try (var response = http.send(request, tls)) {
            var body = response.body(MAX_ANSWER_BYTES);
            span.note("http.response.status_code", response.status());
            if (response.status() != 200) {
                throw new WebhookException(Wording.of(response.status(), new String(body, StandardCharsets.UTF_8)));
            }
            isAnswered = true;
            return Json.parseMap(body);
        } catch (WireException e) {
            throw new WebhookException("Post \"" + target.shown() + "\": " + Wording.of(e), e);
        } catch (MalformedException e) {
            throw new WebhookException("expected a review as the answer: " + e.getMessage(), e);
        } finally {
            span.end(!isAnswered);
        }
    }

    private Target target(JsonMap config) {
        if (config.has("url")) {
            var url = config.string("url");
            var rooted = URI.create(url).getRawPath().isEmpty() ? url + "/" : url;
            return new Target(URI.create(rooted), "", rooted);
        }
        var service = config.map("service");
        int port = service.has("port") ? (int) service.number("port") : DEFAULT_PORT;
        var path = service.string("path");
        path = path.startsWith("/") ? path : "/" + path;
        var name = service.string("name") + "." + service.string("namespace") + ".svc";
        try {
            var address = services.resolve(service.string("namespace"), service.string("name"), port);
            return new Target(
                    URI.create("https://" + address.authority() + path), name, "https://" + name + ":" + port + path);
        } catch (ApiException e) {
            throw new Unresolved("https://" + name + ":" + port + path, e);
        }
    }

    /** There is nothing behind a service. */
    private static final class Unresolved extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String address;

        Unresolved(String address, ApiException cause) {
            super(cause.getMessage(), cause);
            this.address = address;
        }
    }

    private static ClientTls trust(JsonMap config) {
        var bundle = config.string("caBundle");
        if (bundle.isEmpty()) {
            return ClientTls.platform();
        }
        try {
            var pem = new String(Base64.getMimeDecoder().decode(bundle), StandardCharsets.UTF_8);
            return ClientTls.trusting(Pem.certificates(pem));
        } catch (IllegalArgumentException | WireException e) {
            throw new WebhookException("unable to load root certificates: " + e.getMessage(), e);
        }
    }
}
