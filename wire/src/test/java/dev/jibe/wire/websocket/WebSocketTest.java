package dev.jibe.wire.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.TestTls;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.ClientResponse;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our WebSocket server against our client, the JDK's client, and broken ones. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class WebSocketTest {
    private static final int LIMIT = 1_000_000;

    private final TestTls tls = new TestTls();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final HttpServer server =
            HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls.server, Clock.system()), this::handle);
    private final HttpClient client = new HttpClient(Clock.system());
    private final URI uri = URI.create("https://127.0.0.1:" + server.address().getPort() + "/echo");

    WebSocketTest() throws Exception {}

    @AfterEach
    void stop() {
        client.close();
        server.close(Duration.ZERO);
    }

    private void handle(Exchange exchange) {
        try (WebSocket socket =
                WebSocketHandshake.accept(exchange, List.of("v5.channel.k8s.io", "v4.channel.k8s.io"), LIMIT)) {
            while (true) {
                switch (socket.receive()) {
                    case Message.Text(String text) -> socket.sendText(text);
                    case Message.Binary(byte[] bytes) -> socket.sendBinary(bytes);
                    case Message.Close close -> {
                        return;
                    }
                }
            }
        } catch (WireException e) {
            failure.complete(e);
        }
    }

    private WebSocket connect(String... protocols) throws WireException {
        return WebSocketHandshake.connect(
                client, tls.trusting(), ClientRequest.get(uri), List.of(protocols), LIMIT, new Random(5));
    }

    @Test
    void echoesMessagesOfAllSizes() throws Exception {
        try (WebSocket socket = connect("v9.channel.k8s.io", "v4.channel.k8s.io")) {
            assertEquals("v4.channel.k8s.io", socket.subprotocol());
            for (int size : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, LIMIT}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                socket.sendBinary(bytes);
                assertArrayEquals(
                        bytes,
                        assertInstanceOf(Message.Binary.class, socket.receive()).bytes());
            }
            socket.sendText("grüß Gott");
            assertEquals(new Message.Text("grüß Gott"), socket.receive());
        }
    }

    @Test
    void putsFragmentsTogetherAroundPings() throws Exception {
        try (WebSocket socket = connect()) {
            socket.sendFragment(true, false, true, new byte[] {'a', (byte) 0xc3});
            socket.ping(new byte[] {1, 2});
            socket.sendFragment(false, false, true, new byte[] {(byte) 0xa4});
            socket.sendFragment(false, true, true, new byte[] {'z'});
            assertEquals(new Message.Text("aäz"), socket.receive());
        }
    }

    @Test
    void refusesMessagesThatAreTooLarge() throws Exception {
        try (WebSocket socket = connect()) {
            socket.sendFragment(true, false, false, new byte[LIMIT]);
            socket.sendFragment(false, true, false, new byte[1]);
            Message.Close close = assertInstanceOf(Message.Close.class, socket.receive());
            assertEquals(CloseCode.TOO_LARGE, close.code());
        }
        assertTrue(failure.join().toString().contains("larger than"));
    }

    @Test
    void refusesUnmaskedAndMisplacedFrames() throws Exception {
        byte[][] broken = {
            {(byte) 0x82, 1, 7}, // Not masked.
            {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0}, // A continuation of nothing.
            {(byte) 0xf2, (byte) 0x80, 0, 0, 0, 0}, // Reserved bits.
            {(byte) 0x09, (byte) 0x80, 0, 0, 0, 0}, // A fragmented ping.
            {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xff}, // Not UTF-8.
        };
        for (byte[] frame : broken) {
            var request = ClientRequest.get(uri)
                    .with(Headers.of(
                            "connection", "Upgrade",
                            "upgrade", "websocket",
                            "sec-websocket-version", "13",
                            "sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="));
            ClientResponse response = client.upgrade(request, tls.trusting());
            assertEquals(101, response.status());
            var raw = response.raw().orElseThrow();
            raw.write(frame);
            byte[] answer = raw.input().readAllBytes();
            assertEquals(0x88, answer[0] & 0xff);
            int code = ByteBuffer.wrap(answer, 2, 2).getShort();
            assertEquals(frame[0] == (byte) 0x81 ? CloseCode.BAD_DATA : CloseCode.PROTOCOL_ERROR, code);
            raw.close();
        }
    }

    @Test
    void refusesWhatItDoesNotSpeak() {
        var refused = assertThrows(WebSocketHandshake.Refused.class, () -> connect("v1.other"));
        assertEquals(400, refused.status());
    }

    @Test
    void theJdksClientUnderstandsIt() throws Exception {
        var got = new CompletableFuture<String>();
        var closed = new CountDownLatch(1);
        var socket = java.net.http.HttpClient.newBuilder()
                .sslContext(tls.context(tls.trusting()))
                .build()
                .newWebSocketBuilder()
                .subprotocols("v5.channel.k8s.io")
                .buildAsync(URI.create(uri.toString().replace("https", "wss")), new java.net.http.WebSocket.Listener() {
                    @Override
                    public @Nullable CompletableFuture<?> onText(
                            java.net.http.WebSocket webSocket, CharSequence data, boolean last) {
                        got.complete(data.toString());
                        webSocket.request(1);
                        return null;
                    }

                    @Override
                    public @Nullable CompletableFuture<?> onClose(
                            java.net.http.WebSocket webSocket, int statusCode, String reason) {
                        closed.countDown();
                        return null;
                    }
                })
                .get();
        assertEquals("v5.channel.k8s.io", socket.getSubprotocol());
        socket.sendText("he", false).get();
        socket.sendText("llo", true).get();
        assertEquals("hello", got.get());
        socket.sendClose(1000, "bye").get();
        closed.await();
    }
}
