package dev.jibe.testkit;

import dev.jibe.client.http.Access;
import dev.jibe.client.http.Kubeconfig;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.ClientTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests over the wire as no well-behaved client sends them. */
final class Raw implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int MAX_TEXT_BYTES = 16 << 20;

    /** A status code, and the body of the answer. */
    record Answer(int code, JsonMap body, List<String> warnings) {
        String message() {
            return body.string("message");
        }
    }

    private final Jibe cluster;
    private final HttpClient http = new HttpClient(Clock.system());
    private final Access admin;

    Raw(Jibe cluster) throws IOException {
        this.cluster = cluster;
        this.admin = Kubeconfig.read(cluster.kubeconfigFile()).current();
    }

    ClientTls admin() {
        return admin.tls();
    }

    /** Trusts the cluster, and says nothing of itself. */
    ClientTls nobody() {
        return ClientTls.trusting(List.of(cluster.cluster().authority().certificate()));
    }

    Answer post(String path, String contentType, String body) throws IOException {
        return send("POST", path, Headers.of("content-type", contentType), body, admin());
    }

    Answer post(String path, Headers headers, String body) throws IOException {
        return send("POST", path, headers.with("content-type", "application/json"), body, admin());
    }

    Answer put(String path, String contentType, String body) throws IOException {
        return send("PUT", path, Headers.of("content-type", contentType), body, admin());
    }

    /** Asks as an administrator: the method and the path, parted by a blank. */
    Answer ask(String request, Headers headers, String body) throws IOException {
        int blank = request.indexOf(' ');
        return send(request.substring(0, blank), request.substring(blank + 1), headers, body, admin());
    }

    Answer postAsNobody(String path, String body) throws IOException {
        return send("POST", path, Headers.of("content-type", "application/json"), body, nobody());
    }

    Answer getJson(String path) throws IOException {
        return get(path, admin());
    }

    /** What is at a path, as text. */
    String text(String path) throws IOException {
        return new String(bytes(path, Headers.EMPTY), StandardCharsets.UTF_8);
    }

    byte[] bytes(String path, Headers headers) throws IOException {
        return whole(path, headers).body();
    }

    /** An answer as it came over the wire. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(Headers headers, byte[] body) {}

    Whole whole(String path, Headers headers) throws IOException {
        var request = ClientRequest.of("GET", cluster.server().resolve(path), headers, new byte[0]);
        try (var response = http.send(request, admin())) {
            return new Whole(response.headers(), response.body(MAX_TEXT_BYTES));
        }
    }

    /** The objects that a stream consists of, once it has ended. */
    List<JsonMap> lines(String path, Headers headers) throws IOException {
        var request = ClientRequest.of("GET", cluster.server().resolve(path), headers, new byte[0]);
        try (var response = http.send(request, admin())) {
            return new String(response.body(MAX_TEXT_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parseMap)
                    .toList();
        }
    }

    Answer delete(String path) throws IOException {
        return send("DELETE", path, Headers.EMPTY, "", admin());
    }

    Answer patch(String path, String body) throws IOException {
        return send("PATCH", path, Headers.of("content-type", "application/merge-patch+json"), body, admin());
    }

    /** The code of an answer whose body may be anything. */
    int statusOf(String path) throws IOException {
        var request = ClientRequest.of("GET", cluster.server().resolve(path), Headers.EMPTY, new byte[0]);
        try (var response = http.send(request, admin())) {
            return response.status();
        }
    }

    Answer get(String path, ClientTls tls) throws IOException {
        return send("GET", path, Headers.EMPTY, "", tls);
    }

    Answer getWithToken(String path, String token) throws IOException {
        return send("GET", path, Headers.of("authorization", "Bearer " + token), "", nobody());
    }

    private Answer send(String method, String path, Headers headers, String body, ClientTls tls) throws IOException {
        var request = ClientRequest.of(
                method, cluster.server().resolve(path), headers, body.getBytes(StandardCharsets.UTF_8));
        try (var response = http.send(request, tls)) {
            return new Answer(
                    response.status(),
                    Json.parseMap(response.body(MAX_ANSWER_BYTES)),
                    response.headers().all("warning"));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
