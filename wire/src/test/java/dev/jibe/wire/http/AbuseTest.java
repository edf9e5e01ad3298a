package dev.jibe.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.Limits;
import dev.jibe.wire.http.server.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that make a server hold things for them, and do not do their part. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class AbuseTest {
    private static final int MIB = 1024 * 1024;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final TestTls tls = new TestTls();
    private final byte[] large = new byte[8 * MIB];
    private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private HttpServer server = start(Limits.DEFAULT);

    AbuseTest() throws Exception {}

    private HttpServer start(Limits limits) throws WireException {
        return HttpServer.start(
                ServerConfig.https("127.0.0.1", 0, tls.server, Clock.system()).with(limits), this::handle);
    }

    private void restart(Limits limits) throws WireException {
        server.close(Duration.ZERO);
        server = start(limits);
    }

    @AfterEach
    void stop() {
        server.close(Duration.ZERO);
    }

    private void handle(Exchange exchange) throws Exception {
        var path = exchange.request().path();
        exchange.onAbort(() -> ended.add(path));
        switch (path) {
            case "/large" -> {
                answered.incrementAndGet();
                exchange.respond(200, Headers.EMPTY, large);
            }
            case "/last" ->
                exchange.respond(200, Headers.of("connection", "close"), "last".getBytes(StandardCharsets.UTF_8));
            default -> exchange.respond(200, Headers.EMPTY, exchange.body(16 * MIB));
        }
    }

    private HttpClient client() throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls.context(tls.trusting()))
                .build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + server.address().getPort() + path));
    }

    private SSLSocket connect(String protocol) throws Exception {
        var socket = (SSLSocket) tls.context(tls.trusting())
                .getSocketFactory()
                .createSocket("127.0.0.1", server.address().getPort());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** A body of which only the beginning comes. */
    private CompletableFuture<HttpResponse<String>> unfinished(HttpClient client, String path, int sentBytes)
            throws InterruptedException {
        var begun = new CompletableFuture<Void>();
        var response = client.sendAsync(
                to(path).POST(BodyPublishers.fromPublisher(new Beginning(new byte[sentBytes], begun)))
                        .build(),
                BodyHandlers.ofString());
        begun.join();
        return response;
    }

    private record Beginning(byte[] bytes, CompletableFuture<Void> begun) implements Flow.Publisher<ByteBuffer> {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                private boolean sent;

                @Override
                public void request(long count) {
                    if (!sent) {
                        sent = true;
                        subscriber.onNext(ByteBuffer.wrap(bytes));
                        begun.complete(null);
                    }
                }

                @Override
                public void cancel() {}
            });
        }
    }

    @Test
    void aBodyThatDoesNotEndIsGivenUpInBothVersions() throws Exception {
        restart(Limits.DEFAULT.withTimeouts(LONG, LONG, SHORT, LONG));
        var failure = assertThrows(
                ExecutionException.class,
                () -> unfinished(client(), "/body", 10).get());
        assertTrue(failure.getCause() instanceof IOException, String.valueOf(failure.getCause()));
        assertEquals("/body", ended.take());
        try (var socket = connect("http/1.1")) {
            var dripping = "POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 50000\r\n\r\n";
            socket.getOutputStream().write(dripping.getBytes(StandardCharsets.US_ASCII));
            Thread.startVirtualThread(() -> drip(socket));
            assertEquals(0, socket.getInputStream().readAllBytes().length);
        }
    }

    /** A byte now and then does not make a request last longer. */
    private static void drip(SSLSocket socket) {
        try {
            for (OutputStream out = socket.getOutputStream(); ; Clock.system().sleep(Duration.ofMillis(20))) {
                out.write('x');
            }
        } catch (IOException | InterruptedException e) {
            // The server has had enough.
        }
    }

    @Test
    void theBodyThatWaitsForTheLongestMakesRoom() throws Exception {
        restart(Limits.DEFAULT.withMaxHeldBytes(4 * MIB));
        var stuck = unfinished(client(), "/stuck", 2 * MIB);
        HttpClient other = client();
        for (int i = 0; i < 5; i++) {
            var body = new byte[MIB + MIB / 2];
            var answer = other.send(
                    to("/ordinary").POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
            assertEquals(body.length, answer.body().length);
        }
        assertThrows(ExecutionException.class, stuck::get);
        assertEquals("/stuck", ended.take());
    }

    @Test
    void anAnswerThatIsNotTakenIsGivenUp() throws Exception {
        restart(Limits.DEFAULT.withTimeouts(LONG, LONG, SHORT, LONG));
        try (var socket = connect("h2")) {
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(frame(4, 0, 0, new byte[] {0, 4, 0, 0, 0, 0})); // No window for any stream.
            out.write(frame(1, 5, 1, head("/large")));
            assertEquals(1, streamReset(socket.getInputStream()));
        }
    }

    @Test
    void whatIsAskedAheadWaitsUntilAnswersAreTaken() throws Exception {
        try (var socket = connect("http/1.1")) {
            String one = "GET /large HTTP/1.1\r\nhost: a\r\n\r\n";
            socket.getOutputStream().write(one.repeat(10).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            in.readNBytes(100);
            int whileNothingIsTaken = answered.get();
            in.readNBytes(3 * large.length);
            assertTrue(whileNothingIsTaken <= 1, "answers begun: " + whileNothingIsTaken);
            assertTrue(answered.get() <= 5, "answers begun: " + answered.get());
        }
    }

    @Test
    void aConnectionWhoseLastRequestWasAnsweredIsLetGo() throws Exception {
        try (var socket = connect("h2")) {
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(frame(4, 0, 0, new byte[0]));
            out.write(frame(1, 5, 1, head("/last")));
            assertEquals(List.of("headers", "goaway", "data"), seen(socket.getInputStream()));
        }
    }

    /** The frames of interest until the server closes. */
    private static List<String> seen(InputStream in) throws IOException {
        var seen = new ArrayList<String>();
        for (byte[] head = in.readNBytes(9); head.length == 9; head = in.readNBytes(9)) {
            in.readNBytes(length(head));
            switch (head[3]) {
                case 0 -> seen.add("data");
                case 1 -> seen.add("headers");
                case 3 -> seen.add("reset");
                case 7 -> seen.add("goaway");
                default -> {}
            }
        }
        return seen;
    }

    private static int streamReset(InputStream in) throws IOException {
        for (byte[] head = in.readNBytes(9); head.length == 9; head = in.readNBytes(9)) {
            in.readNBytes(length(head));
            if (head[3] == 3) {
                return head[8];
            }
        }
        return -1;
    }

    private static int length(byte[] head) {
        return (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            0,
            0,
            0,
            (byte) stream
        });
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** GET over https from the static table, and a path as a literal. */
    private static byte[] head(String path) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x82, (byte) 0x87, 0x04, (byte) path.length()});
        out.writeBytes(path.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {0x01, 1, 'a'});
        return out.toByteArray();
    }
}
