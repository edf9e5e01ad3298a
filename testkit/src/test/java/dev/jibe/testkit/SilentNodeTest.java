package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What clients are told of pods whose node does not answer. */
@JibeTest(nodes = 0)
final class SilentNodeTest {

    private static final String POD = "/api/v1/namespaces/default/pods/p";

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void place(Raw raw, int port) throws IOException {
        raw.post("/api/v1/nodes", "application/json", "{\"metadata\":{\"name\":\"gone\"}}");
        raw.put("/api/v1/nodes/gone/status", "application/json", """
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "gone"}, "status": {
                  "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
                  "daemonEndpoints": {"kubeletEndpoint": {"Port": %d}}}}
                """.formatted(port));
        raw.post(
                "/api/v1/namespaces/default/serviceaccounts",
                "application/json",
                "{\"metadata\":{\"name\":\"default\"}}");
        raw.post("/api/v1/namespaces/default/pods", "application/json", """
                {"metadata": {"name": "p"}, "spec": {"nodeName": "gone", "tolerations": [{"operator": "Exists"}],
                  "containers": [{"name": "c", "image": "i"}]}}
                """);
    }

    @Test
    void theConnectionThatFailedIsNamed(Jibe cluster) throws IOException {
        int port = closedPort();
        var why = "dial tcp 127.0.0.1:" + port + ": connect: connection refused";
        try (var raw = new Raw(cluster);
                var http = new HttpClient(Clock.system())) {
            place(raw, port);
            var request = ClientRequest.of(
                    "POST",
                    cluster.server().resolve(POD + "/exec?command=x&stdout=1"),
                    Headers.of("connection", "upgrade", "upgrade", "SPDY/3.1"),
                    new byte[0]);
            try (var exec = http.upgrade(request, raw.admin())) {
                assertEquals(500, exec.status());
                var status = Json.parseMap(exec.body(1 << 20));
                assertEquals("error dialing backend: " + why, status.string("message"));
            }
            var log = raw.getJson(POD + "/log");
            assertEquals(500, log.code());
            assertEquals("Get \"https://127.0.0.1:" + port + "/containerLogs/default/p/c\": " + why, log.message());
        }
    }
}
