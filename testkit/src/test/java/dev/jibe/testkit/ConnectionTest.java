package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.TlsContexts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Who may keep a connection that speaks HTTP/2. */
@JibeTest(nodes = 0)
final class ConnectionTest {

    @Test
    void nobodyGetsOneAnswerAConnection(Jibe cluster) throws Exception {
        try (var raw = new Raw(cluster)) {
            var twice = connections(cluster, raw.nobody());
            assertNotEquals(twice[0], twice[1]);
        }
    }

    @Test
    void theAdministratorKeepsIt(Jibe cluster) throws Exception {
        try (var raw = new Raw(cluster)) {
            var twice = connections(cluster, raw.admin());
            assertEquals(twice[0], twice[1]);
        }
    }

    /** The labels of the connections that two requests went over, one after the other. */
    private static String[] connections(Jibe cluster, ClientTls tls) throws Exception {
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TlsContexts.jdkClient(tls))
                .build()) {
            return new String[] {get(client, cluster), get(client, cluster)};
        }
    }

    private static String get(HttpClient client, Jibe cluster) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(cluster.server().resolve("/version")).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        return answer.connectionLabel().orElseThrow();
    }
}
