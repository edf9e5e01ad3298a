package dev.jibe.jibe;

import dev.jibe.client.http.Access;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Requests as kubectl, controllers and kubelets of others send them: in JSON and in protobuf, reads, writes and watches. */
final class RehearsedClient {

    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final int MAX_ANSWER_BYTES = 64 << 20;

    private static final List<String> READS =
            List.of("/api", "/apis", "/openapi/v3", "/api/v1/nodes", "/version", "/metrics");

    /** No scheduler takes it up. */
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {namespace: default, labels: {app: rehearsal}}
            spec:
              schedulerName: nobody
              containers:
              - name: c
                image: example.com/none
                env: [{name: A, value: b}]
                ports: [{containerPort: 80}]
                resources: {requests: {cpu: 100m, memory: 64Mi}}
            """;

    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {namespace: default}
            data: {a: b, c: d}
            """;

    private static final String LEASE = """
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {namespace: default}
            spec: {holderIdentity: a, leaseDurationSeconds: 40}
            """;

    /** A sort of objects: where they are, their type, and one of them without a name. */
    private record Sort(String path, StructType type, JsonMap object) {
        static Sort of(String path, String type, String yaml) {
            var object = (JsonMap) Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
            return new Sort(path, Objects.requireNonNull(Schema.builtin().type(type)), object);
        }
    }

    private static final String CORE = "/api/v1/namespaces/default/";
    private static final String NAMED = "?fieldManager=rehearsal";

    private final HttpClient http;
    private final Access access;
    private final List<Sort> sorts = List.of(
            Sort.of(CORE + "pods", "io.k8s.api.core.v1.Pod", POD),
            Sort.of(CORE + "configmaps", "io.k8s.api.core.v1.ConfigMap", CONFIG_MAP),
            Sort.of(
                    "/apis/coordination.k8s.io/v1/namespaces/default/leases",
                    "io.k8s.api.coordination.v1.Lease",
                    LEASE));

    RehearsedClient(HttpClient http, Access access) {
        this.http = http;
        this.access = access;
    }

    /** What is asked once by whoever connects. */
    void connect() throws WireException {
        for (var path : READS) {
            send("GET", path, JSON, "", new byte[0]);
        }
    }

    /** The life of one object of each sort, with the names that a number makes. */
    void write(int number) throws WireException {
        var format = number % 2 == 0 ? JSON : PROTOBUF;
        for (var sort : sorts) {
            var name = "rehearsal-" + number;
            var path = sort.path() + "/" + name;
            var object = sort.object().withAt(name, "metadata", "name");
            var made = send("POST", sort.path(), format, format, bytes(object, format, sort.type()));
            send("PUT", path, format, format, made);
            send("PATCH", path + NAMED, format, "application/strategic-merge-patch+json", labels(number));
            send("PATCH", path, format, "application/merge-patch+json", labels(number + 1));
            var applied = object.withAt("applied", "metadata", "labels", "state");
            send("PATCH", path + NAMED + "&force=true", format, "application/apply-patch+yaml", Json.write(applied));
            if (sort.path().endsWith("/pods")) {
                var status = "{\"status\":{\"phase\":\"Running\",\"podIP\":\"10.0.0.1\"}}";
                send(
                        "PATCH",
                        path + "/status",
                        format,
                        "application/strategic-merge-patch+json",
                        status.getBytes(StandardCharsets.UTF_8));
            }
            send("GET", path, format, "", new byte[0]);
        }
    }

    /** The lists of all that was written, as they are asked for. */
    void list(int number) throws WireException {
        var format = number % 2 == 0 ? JSON : PROTOBUF;
        for (var sort : sorts) {
            send("GET", sort.path(), format, "", new byte[0]);
            send("GET", sort.path() + "?limit=100", format, "", new byte[0]);
            send("GET", sort.path() + "?resourceVersion=0&labelSelector=app%3Drehearsal", format, "", new byte[0]);
            send("GET", sort.path() + "?fieldSelector=metadata.name%3Drehearsal-1", format, "", new byte[0]);
        }
    }

    void delete(int number) throws WireException {
        var format = number % 2 == 0 ? JSON : PROTOBUF;
        for (var sort : sorts) {
            send("DELETE", sort.path() + "/rehearsal-" + number, format, "", new byte[0]);
        }
    }

    private static byte[] labels(int number) {
        return ("{\"metadata\":{\"labels\":{\"seen\":\"" + number + "\"}}}").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonMap object, String format, StructType type) {
        return format.equals(JSON) ? Json.write(object) : Protobuf.seal(object, type);
    }

    private byte[] send(String method, String path, String accept, String contentType, byte[] body)
            throws WireException {
        var headers = Headers.builder().add("accept", accept).add("user-agent", "jibe");
        if (!contentType.isEmpty()) {
            headers.add("content-type", contentType);
        }
        var uri = URI.create(access.server() + path);
        try (var response = http.send(ClientRequest.of(method, uri, headers.build(), body), access.tls())) {
            var answer = response.body(MAX_ANSWER_BYTES);
            if (!response.isSuccess()) {
                throw new UsageException("the rehearsal's " + method + " " + path + " was answered " + response.status()
                        + ": " + new String(answer, StandardCharsets.UTF_8));
            }
            return answer;
        }
    }
}
