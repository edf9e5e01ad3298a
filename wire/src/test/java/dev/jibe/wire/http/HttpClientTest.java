package dev.jibe.wire.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ResponseStream;
import dev.jibe.wire.http.server.ServerConfig;
import dev.jibe.wire.tls.ClientTls;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client against our server, with TLS (HTTP/2) and without (HTTP/1.1). */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class HttpClientTest {
    private static final int LIMIT = 8 * 1024 * 1024;

    private final TestTls tls = new TestTls();
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch full = new CountDownLatch(1);
    private final HttpServer secure =
            HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls.server, Clock.system()), this::handle);
    private final HttpServer plain =
            HttpServer.start(ServerConfig.cleartext("127.0.0.1", 0, Clock.system()), this::handle);
    private final HttpClient client = new HttpClient(Clock.system());

    HttpClientTest() throws Exception {}

    @AfterEach
    void stop() {
        client.close();
        secure.close(Duration.ZERO);
        plain.close(Duration.ZERO);
    }

    private void handle(Exchange exchange) throws Exception {
        switch (exchange.request().path()) {
            case "/echo" -> exchange.respond(200, Headers.of("x-a", "1", "x-a", "2"), exchange.body(LIMIT));
            case "/slow" -> {
                ResponseStream stream = exchange.stream(200, Headers.EMPTY);
                exchange.onAbort(aborted::countDown);
                byte[] chunk = new byte[64 * 1024];
                while (stream.tryWrite(chunk)) {
                    written.addAndGet(chunk.length);
                }
                full.countDown();
                for (int i = 0; i < 100; i++) {
                    stream.write(chunk);
                }
                stream.close();
            }
            case "/forever" -> {
                exchange.onAbort(aborted::countDown);
                ResponseStream stream = exchange.stream(200, Headers.EMPTY);
                while (stream.isOpen()) {
                    stream.write("tick\n".getBytes(StandardCharsets.UTF_8));
                    stream.write(new byte[100_000]);
                }
            }
            case "/pipe" -> {
                try (RawConnection raw = exchange.upgrade(Headers.of("upgrade", "echo"))) {
                    byte[] buffer = new byte[8192];
                    int count;
                    while ((count = raw.read(buffer, 0, buffer.length)) >= 0) {
                        raw.write(Arrays.copyOf(buffer, count));
                    }
                }
            }
            case "/break" -> {
                ResponseStream stream = exchange.stream(200, Headers.EMPTY);
                stream.write(new byte[10]);
                stream.abort();
            }
            case "/wait" -> new CountDownLatch(1).await();
            default -> exchange.respond(404, Headers.EMPTY);
        }
    }

    private URI uri(String scheme, String path) {
        int port = (scheme.equals("https") ? secure : plain).address().getPort();
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    private ClientResponse send(ClientRequest request) throws WireException {
        return client.send(request, tls.trusting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void carriesBodiesOfAllSizes(String scheme) throws Exception {
        byte[] random = new byte[3_000_000];
        new Random(11).nextBytes(random);
        for (int size : new int[] {0, 1, 5_000, 65_536, 65_537, 300_000, 3_000_000}) {
            byte[] body = Arrays.copyOf(random, size);
            ClientResponse response = send(ClientRequest.of("POST", uri(scheme, "/echo"), Headers.EMPTY, body));
            assertEquals(200, response.status());
            assertEquals(scheme.equals("https") ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1, response.version());
            assertEquals(List.of("1", "2"), response.headers().all("X-A"));
            assertArrayEquals(body, response.body(LIMIT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void manyThreadsShareConnections(String scheme) throws Exception {
        var threads = IntStream.range(0, 200)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    try {
                        byte[] body = ("body " + i).getBytes(StandardCharsets.UTF_8);
                        var response = send(ClientRequest.of("PUT", uri(scheme, "/echo"), Headers.EMPTY, body));
                        assertArrayEquals(body, response.body(LIMIT));
                        written.incrementAndGet();
                    } catch (WireException e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200, written.get());
        if (scheme.equals("https")) {
            assertTrue(secure.connectionCount() <= 3, "connections: " + secure.connectionCount());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void slowReadersHoldTheWriterUp(String scheme) throws Exception {
        ClientResponse response = send(ClientRequest.get(uri(scheme, "/slow")));
        full.await();
        assertTrue(written.get() < 64 * 1024 * 1024, "wrote " + written.get());
        long expected = written.get() + 100 * 64 * 1024;
        long read = 0;
        byte[] buffer = new byte[32 * 1024];
        try (var stream = response.stream()) {
            int count;
            while ((count = stream.read(buffer)) >= 0) {
                read += count;
            }
        }
        assertEquals(expected, read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void closingAResponseReachesTheServer(String scheme) throws Exception {
        ClientResponse response = send(ClientRequest.get(uri(scheme, "/forever")));
        assertEquals('t', response.stream().read());
        response.close();
        aborted.await();
        assertEquals(404, send(ClientRequest.get(uri(scheme, "/none"))).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void aBrokenResponseIsAnError(String scheme) throws Exception {
        ClientResponse response = send(ClientRequest.get(uri(scheme, "/break")));
        assertThrows(WireException.class, () -> response.body(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "http"})
    void upgradesToABytePipe(String scheme) throws Exception {
        var request =
                ClientRequest.get(uri(scheme, "/pipe")).with(Headers.of("connection", "Upgrade", "upgrade", "echo"));
        ClientResponse response = client.upgrade(request, tls.trusting());
        assertEquals(101, response.status());
        byte[] sent = new byte[2_000_000];
        new Random(3).nextBytes(sent);
        try (RawConnection raw = response.raw().orElseThrow()) {
            Thread writer = Thread.startVirtualThread(() -> {
                try {
                    for (int at = 0; at < sent.length; at += 50_000) {
                        raw.write(sent, at, 50_000);
                    }
                } catch (WireException e) {
                    throw new AssertionError(e);
                }
            });
            byte[] got = raw.input().readNBytes(sent.length);
            writer.join();
            assertArrayEquals(sent, got);
        }
    }

    @Test
    void boundsAndTimeouts() throws Exception {
        var large = send(ClientRequest.of("POST", uri("https", "/echo"), Headers.EMPTY, new byte[1000]));
        assertThrows(BodyTooLargeException.class, () -> large.body(999));
        var slow = ClientRequest.get(uri("https", "/wait")).within(Duration.ofMillis(20));
        assertThrows(WireException.class, () -> send(slow));
    }

    @Test
    void refusesServersItDoesNotTrust() throws Exception {
        var request = ClientRequest.get(uri("https", "/none"));
        var other = new TestTls();
        assertThrows(WireException.class, () -> client.send(request, other.trusting()));
        assertThrows(
                WireException.class, () -> client.send(request, tls.trusting().expecting("elsewhere")));
        assertEquals(
                404, client.send(request, tls.trusting().expecting("localhost")).status());
        assertEquals(404, client.send(request, ClientTls.insecure()).status());
    }

    @Test
    void aClosingServerLetsRequestsEnd() throws Exception {
        ClientResponse response = send(ClientRequest.get(uri("https", "/slow")));
        full.await();
        Thread closer = Thread.startVirtualThread(() -> secure.close(Duration.ofSeconds(20)));
        long read = response.stream().transferTo(OutputStream.nullOutputStream());
        assertEquals(written.get() + 100 * 64 * 1024, read);
        closer.join();
        assertThrows(WireException.class, () -> send(ClientRequest.get(uri("https", "/none"))));
        assertFalse(closer.isAlive());
    }
}
