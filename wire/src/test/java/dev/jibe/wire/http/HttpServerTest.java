package dev.jibe.wire.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ResponseStream;
import dev.jibe.wire.http.server.ServerConfig;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Subject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server as the JDK's client sees it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class HttpServerTest {
    private static final int MAX_BODY = 3 * 1024 * 1024;

    private final CountDownLatch aborted = new CountDownLatch(1);
    private final byte[] large = new byte[4 * 1024 * 1024];
    private TestTls tls = new TestTls();
    private HttpServer server =
            HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls.server, Clock.system()), this::handle);

    HttpServerTest() throws Exception {}

    @BeforeEach
    void fill() {
        new Random(7).nextBytes(large);
    }

    @AfterEach
    void stop() {
        server.close(Duration.ZERO);
    }

    private void handle(Exchange exchange) throws Exception {
        Request request = exchange.request();
        switch (request.path()) {
            case "/echo" -> exchange.respond(200, Headers.of("X-Method", request.method()), exchange.body(MAX_BODY));
            case "/who" -> exchange.respond(200, Headers.EMPTY, text(who(request)));
            case "/large" -> exchange.respond(200, Headers.EMPTY, large);
            case "/stream" -> {
                try (ResponseStream stream = exchange.stream(200, Headers.EMPTY)) {
                    for (int i = 0; i < 100; i++) {
                        stream.write(text("event " + i + "\n"));
                    }
                }
            }
            case "/watch" -> {
                ResponseStream stream = exchange.stream(200, Headers.EMPTY);
                stream.write(text("first\n"));
                exchange.onAbort(aborted::countDown);
            }
            case "/fails" -> throw new IllegalStateException("on purpose");
            default -> exchange.respond(404, Headers.EMPTY, text(request.version() + " " + request.target()));
        }
    }

    private static String who(Request request) throws Exception {
        return request.peerCertificates().isEmpty()
                ? "nobody"
                : Subject.of(request.peerCertificates().getFirst()).toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpClient client(Version version, ClientTls as) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(tls.context(as))
                .build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + server.address().getPort() + path));
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void answersInEveryVersion(Version version) throws Exception {
        HttpClient client = client(version, tls.trusting());
        HttpResponse<String> response = client.send(to("/a%20b?x=1%20y").build(), BodyHandlers.ofString());
        assertEquals(404, response.statusCode());
        assertEquals(version, response.version());
        assertEquals((version == Version.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1") + " /a%20b?x=1%20y", response.body());
        assertTrue(response.headers().firstValue("date").isPresent());

        for (int size : new int[] {0, 1, 100, 70_000, 1_000_000}) {
            byte[] body = Arrays.copyOf(large, size);
            var echoed = client.send(
                    to("/echo").POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
            assertEquals(200, echoed.statusCode());
            assertArrayEquals(body, echoed.body());
            var chunked = client.send(
                    to("/echo")
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertArrayEquals(body, chunked.body());
        }
        var tooLarge =
                client.send(to("/echo").POST(BodyPublishers.ofByteArray(large)).build(), BodyHandlers.ofString());
        assertEquals(413, tooLarge.statusCode());
        assertArrayEquals(
                large,
                client.send(to("/large").build(), BodyHandlers.ofByteArray()).body());
        assertEquals(
                100,
                client.send(to("/stream").build(), BodyHandlers.ofLines())
                        .body()
                        .count());
        assertEquals(
                500, client.send(to("/fails").build(), BodyHandlers.ofString()).statusCode());
        var head = client.send(to("/large").HEAD().build(), BodyHandlers.ofString());
        assertEquals(
                Long.toString(large.length),
                head.headers().firstValue("content-length").orElse(""));
    }

    @Test
    void seesTheClientsCertificate() throws Exception {
        ClientTls as = tls.trusting().as(tls.client("jane", "dev", "ops"));
        for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
            var response = client(version, as).send(to("/who").build(), BodyHandlers.ofString());
            assertEquals(Subject.of("jane", "dev", "ops").toString(), response.body());
        }
        var nobody = client(Version.HTTP_2, tls.trusting()).send(to("/who").build(), BodyHandlers.ofString());
        assertEquals("nobody", nobody.body());
    }

    @Test
    void servesManyStreamsAtOnce() throws Exception {
        HttpClient client = client(Version.HTTP_2, tls.trusting());
        client.send(to("/who").build(), BodyHandlers.ofString());
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(client.sendAsync(
                    to("/echo").POST(BodyPublishers.ofString("body " + i)).build(), BodyHandlers.ofString()));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("body " + i, answers.get(i).get().body());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void hearsWhenAClientGoesAway(Version version) throws Exception {
        HttpClient client = client(version, tls.trusting());
        var response = client.send(to("/watch").build(), BodyHandlers.ofInputStream());
        assertEquals('f', response.body().read());
        response.body().close();
        aborted.await();
    }
}
