package dev.jibe.server.webhook;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.request.Deadline;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/** A service outside of the cluster that is told of, or asked about, something: it is described by a kubeconfig. */
public final class RemoteService {

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final HttpClient http;
    private final URI uri;
    private final ClientTls tls;
    private final Headers headers;

    private RemoteService(HttpClient http, URI uri, ClientTls tls, Headers headers) {
        this.http = http;
        this.uri = uri;
        this.tls = tls;
        this.headers = headers;
    }

    /**
     * The service of the kubeconfig's current context.
     *
     * @throws WebhookException if the file cannot be used, with what is wrong
     */
    public static RemoteService of(Path kubeconfig, HttpClient http) {
        try {
            if (!(Yaml.parse(Files.readAllBytes(kubeconfig)) instanceof JsonMap config)) {
                throw new WebhookException("it is not a kubeconfig");
            }
            var context =
                    named(config, "contexts", config.string("current-context")).map("context");
            var cluster = named(config, "clusters", context.string("cluster")).map("cluster");
            var user = named(config, "users", context.string("user")).map("user");
            var folder = kubeconfig.toAbsolutePath().resolveSibling("");
            if (cluster.string("server").isEmpty()) {
                throw new WebhookException("its cluster has no server");
            }
            return new RemoteService(
                    http, URI.create(cluster.string("server")), tls(cluster, user, folder), headers(user, folder));
        } catch (IOException e) {
            throw new WebhookException("it cannot be used: " + e.getMessage(), e);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new WebhookException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The one of that name; the only one if no name is given. */
    private static JsonMap named(JsonMap config, String list, String name) {
        var items = config.list(list);
        return items.maps()
                .filter(item -> item.string("name").equals(name) || (name.isEmpty() && items.size() == 1))
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    private static ClientTls tls(JsonMap cluster, JsonMap user, Path folder) throws IOException, WireException {
        var authority = text(cluster, "certificate-authority", folder);
        var tls = cluster.bool("insecure-skip-tls-verify")
                ? ClientTls.insecure()
                : authority.isEmpty() ? ClientTls.platform() : ClientTls.trusting(Pem.certificates(authority));
        var name = cluster.string("tls-server-name");
        tls = name.isEmpty() ? tls : tls.expecting(name);
        var certificate = text(user, "client-certificate", folder);
        var key = text(user, "client-key", folder);
        return certificate.isEmpty() ? tls : tls.as(TlsIdentity.ofPem(certificate, key));
    }

    /** What a file holds, or what stands in its place. */
    static String text(JsonMap config, String key, Path folder) throws IOException {
        var data = config.string(key + "-data");
        if (!data.isEmpty()) {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        }
        var file = config.string(key);
        return file.isEmpty() ? "" : Files.readString(folder.resolve(file));
    }

    static Headers headers(JsonMap user, Path folder) throws IOException {
        var headers = Headers.builder().add("content-type", "application/json").add("accept", "application/json, */*");
        var file = user.string("tokenFile");
        var token = user.string("token").isEmpty() && !file.isEmpty()
                ? Files.readString(folder.resolve(file)).strip()
                : user.string("token");
        if (!token.isEmpty()) {
            headers.add("authorization", "Bearer " + token);
        } else if (!user.string("username").isEmpty()) {
            var pair = user.string("username") + ":" + user.string("password");
            headers.add(
                    "authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return headers.build();
    }

    /**
     * Sends an object and returns the answer, which is empty if there is none.
     *
     * @throws WebhookException if the service does not answer well
     */
    public JsonMap post(JsonMap object, Duration timeout) {
        var request = ClientRequest.of("POST", uri, headers, Json.write(object))
                .within(Deadline.current().left(timeout));
        try (var response = http.send(request, tls)) {
            var body = response.body(MAX_ANSWER_BYTES);
            if (!response.isSuccess()) {
                throw new WebhookException("the server responded with the status code " + response.status());
            }
            return body.length == 0 ? JsonMap.EMPTY : Json.parseMap(body);
        } catch (WireException e) {
            throw new WebhookException("Post \"" + uri + "\": " + e.getMessage(), e);
        } catch (MalformedException e) {
            throw new WebhookException("the answer is no object: " + e.getMessage(), e);
        }
    }
}
