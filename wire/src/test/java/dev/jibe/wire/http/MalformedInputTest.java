package dev.jibe.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.Limits;
import dev.jibe.wire.http.server.ServerConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients send that is not HTTP, or too much of it, or too slow. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class MalformedInputTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final HttpServer server = HttpServer.start(
            ServerConfig.cleartext("127.0.0.1", 0, Clock.system())
                    .with(Limits.DEFAULT.withMaxHeaderBytes(8192).withTimeouts(SHORT, SHORT, SHORT, SHORT)),
            exchange -> exchange.respond(200, Headers.EMPTY, exchange.body(1000)));

    MalformedInputTest() throws Exception {}

    @AfterEach
    void stop() {
        server.close(Duration.ZERO);
    }

    /** Everything that the server answers until it closes. */
    private String send(byte[] bytes) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @Test
    void refusesWhatIsNotARequest() throws Exception {
        assertStatus(400, send("nonsense\r\n\r\n"));
        assertStatus(400, send("GET / HTTP/1.1\r\n\r\n")); // No host.
        assertStatus(400, send("GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n"));
        assertStatus(400, send("GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n"));
        assertStatus(400, send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"));
        assertStatus(400, send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n"));
        assertStatus(431, send("GET / HTTP/1.1\r\nhost: a\r\nx: " + "y".repeat(9000) + "\r\n\r\n"));
        assertStatus(414, send("GET /" + "y".repeat(70_000) + " HTTP/1.1\r\nhost: a\r\n\r\n"));
    }

    @Test
    void pathsMayBeNoUtf8() throws Exception {
        assertStatus(200, send("GET /%ff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"));
    }

    @Test
    void answers413AndCloses() throws Exception {
        assertStatus(413, send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000000\r\n\r\nabc"));
        String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
        assertStatus(413, send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n" + chunk.repeat(3)));
    }

    @Test
    void servesRequestsThatComeInOneGo() throws Exception {
        String one = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc";
        String last = "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 3\r\n\r\nxyz";
        String answer = send(one.repeat(100) + last);
        assertEquals(101, answer.split("HTTP/1.1 200 OK", -1).length - 1);
        assertTrue(answer.endsWith("xyz"));
    }

    @Test
    void letsSlowClientsGo() throws Exception {
        assertEquals("", send("GET / HTTP/1.1\r\nhost:"));
        assertEquals("", send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc"));
    }

    @Test
    void survivesNoise() throws Exception {
        long seed = 20;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int broken = 0;
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[random.nextInt(2000) + 1];
            random.nextBytes(noise);
            try {
                send(noise);
            } catch (IOException e) {
                broken++; // The server may reset the connection.
            }
        }
        System.out.println("broken connections: " + broken);
        assertStatus(200, send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"));
    }
}
