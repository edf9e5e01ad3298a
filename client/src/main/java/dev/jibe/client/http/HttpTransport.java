package dev.jibe.client.http;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Call;
import dev.jibe.client.EventStream;
import dev.jibe.client.Reply;
import dev.jibe.client.Transport;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.client.HttpClient;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/** The way to an API server over HTTP, in JSON. The HTTP client is the caller's and stays open. */
public final class HttpTransport implements Transport {

    /** Largest answer taken, in bytes; a page of the largest objects stays below. */
    private static final int MAX_BODY_BYTES = 512 << 20;

    private static final byte[] NO_BODY = {};

    private final HttpClient http;
    private final Access access;
    private final String userAgent;

    public HttpTransport(HttpClient http, Access access, String userAgent) {
        this.http = http;
        this.access = access;
        this.userAgent = userAgent;
    }

    @Override
    public Reply send(Call call) {
        var response = open(call);
        try {
            var body = response.body(MAX_BODY_BYTES);
            return new Reply(
                    response.status(), parse(call, body), response.headers().all("warning"));
        } catch (WireException broken) {
            throw ApiFailure.unreachable(call, broken);
        }
    }

    @Override
    public EventStream watch(Call call) {
        return new LineStream(call, open(call));
    }

    /** Nothing to close: connections are the HTTP client's. */
    @Override
    public void close() {}

    private ClientResponse open(Call call) {
        try {
            var response = http.send(request(call), access.tls());
            if (!response.isSuccess()) {
                throw failure(call, response);
            }
            return response;
        } catch (WireException broken) {
            throw ApiFailure.unreachable(call, broken);
        }
    }

    private ClientRequest request(Call call) {
        var headers = Headers.builder().add("accept", "application/json").add("user-agent", userAgent);
        if (!call.contentType().isEmpty()) {
            headers.add("content-type", call.contentType());
        }
        var token = access.token().get();
        if (!token.isEmpty()) {
            headers.add("authorization", "Bearer " + token);
        }
        var content = call.body();
        var body = content == null ? NO_BODY : Json.write(content);
        return ClientRequest.of(call.method(), uri(call), headers.build(), body);
    }

    private URI uri(Call call) {
        var base = access.server().toString();
        var root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        var path = new StringJoiner("/");
        for (var segment : call.path().split("/", -1)) {
            path.add(encode(segment));
        }
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (Map.Entry<String, String> parameter : call.query().entrySet()) {
            query.add(encode(parameter.getKey()) + "=" + encode(parameter.getValue()));
        }
        return URI.create(root + path + query);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ApiFailure failure(Call call, ClientResponse response) throws WireException {
        var body = response.body(MAX_BODY_BYTES);
        try {
            var status = Json.parseMap(body);
            if (status.string("kind").equals("Status")) {
                return ApiFailure.of(status);
            }
        } catch (MalformedException text) {
            // A proxy or a handler below the API answered: its text is the message.
        }
        var text = new String(body, StandardCharsets.UTF_8).strip();
        return ApiFailure.of(response.status(), "", call + ": " + (text.isEmpty() ? response.status() : text));
    }

    private static JsonMap parse(Call call, byte[] body) {
        try {
            return body.length == 0 ? JsonMap.EMPTY : Json.parseMap(body);
        } catch (MalformedException notJson) {
            throw ApiFailure.unreachable(call, notJson);
        }
    }
}
