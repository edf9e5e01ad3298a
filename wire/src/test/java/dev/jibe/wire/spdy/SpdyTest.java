package dev.jibe.wire.spdy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.TestTls;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client and server as exec uses them: streams by type, half closing, many at once. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class SpdyTest {
    private final TestTls tls = new TestTls();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final HttpServer server =
            HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls.server, Clock.system()), this::handle);
    private final HttpClient client = new HttpClient(Clock.system());

    SpdyTest() throws Exception {}

    @AfterEach
    void stop() {
        client.close();
        server.close(Duration.ZERO);
    }

    /** Echoes stdin to stdout, and says on the error stream that all went well. */
    private void handle(Exchange exchange) throws Exception {
        var streams = new ConcurrentHashMap<String, SpdyStream>();
        var ready = new CountDownLatch(3);
        var opened = SpdyUpgrade.accept(exchange, List.of("v4.channel.k8s.io"), stream -> {
            String type = stream.headers().get("streamtype", "");
            if (type.equals("pipe")) {
                echo(stream);
            } else if (type.equals("refused")) {
                stream.reset();
            } else {
                streams.put(type, stream);
                ready.countDown();
            }
        });
        opened.connection().onClose(gone::countDown);
        if (exchange.request().path().equals("/many")) {
            return;
        }
        ready.await();
        Objects.requireNonNull(streams.get("stdin"))
                .input()
                .transferTo(Objects.requireNonNull(streams.get("stdout")).output());
        Objects.requireNonNull(streams.get("stdout")).closeOutput();
        Objects.requireNonNull(streams.get("error"))
                .output()
                .write("{\"status\":\"Success\"}".getBytes(StandardCharsets.UTF_8));
        Objects.requireNonNull(streams.get("error")).close();
        opened.connection().close();
    }

    private static void echo(SpdyStream stream) {
        try (stream) {
            stream.input().transferTo(stream.output());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SpdyUpgrade.Opened open(String path, String... protocols) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + server.address().getPort() + path);
        var request = ClientRequest.of("POST", uri, Headers.EMPTY, new byte[0]);
        return SpdyUpgrade.connect(client, tls.trusting(), request, List.of(protocols));
    }

    @Test
    void carriesExec() throws Exception {
        var opened = open("/exec", "v5.channel.k8s.io", "v4.channel.k8s.io");
        assertEquals("v4.channel.k8s.io", opened.protocol());
        SpdyConnection connection = opened.connection();
        SpdyStream error = connection.createStream(Headers.of("streamType", "error"));
        SpdyStream stdin = connection.createStream(Headers.of("streamType", "stdin"));
        SpdyStream stdout = connection.createStream(Headers.of("streamType", "stdout"));
        byte[] sent = new byte[5_000_000];
        new Random(1).nextBytes(sent);
        Thread writer = Thread.startVirtualThread(() -> {
            try (var out = stdin.output()) {
                out.write(sent);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertArrayEquals(sent, stdout.input().readAllBytes());
        writer.join();
        assertEquals("{\"status\":\"Success\"}", new String(error.input().readAllBytes(), StandardCharsets.UTF_8));
        connection.close();
        gone.await();
    }

    @Test
    void carriesManyStreamsAtOnce() throws Exception {
        SpdyConnection connection = open("/many").connection();
        connection.ping(1);
        var threads = new Thread[50];
        var good = ConcurrentHashMap.<Integer>newKeySet();
        for (int i = 0; i < threads.length; i++) {
            int seed = i;
            threads[i] = Thread.startVirtualThread(() -> {
                byte[] sent = new byte[10_000 + seed * 1_000];
                new Random(seed).nextBytes(sent);
                try (SpdyStream stream = connection.createStream(Headers.of("streamType", "pipe"))) {
                    stream.output().write(sent);
                    stream.closeOutput();
                    assertArrayEquals(sent, stream.input().readAllBytes());
                    good.add(seed);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(threads.length, good.size());
        connection.close();
        gone.await();
    }

    @Test
    void aResetStreamIsAnError() throws Exception {
        SpdyConnection connection = open("/many").connection();
        SpdyStream stream = connection.createStream(Headers.of("streamType", "refused"));
        assertThrows(IOException.class, () -> stream.input().readAllBytes());
        connection.close();
    }

    @Test
    void refusesProtocolsItDoesNotSpeak() {
        var refused = assertThrows(SpdyUpgrade.Refused.class, () -> open("/exec", "v1.other"));
        assertEquals(403, refused.status());
    }
}
