package dev.jibe.wire.http;

import com.sun.management.OperatingSystemMXBean;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures small POSTs over HTTP/2 with TLS, client and server in one process. Arguments: streams, connections,
 * seconds, body bytes.
 */
@SuppressWarnings("SystemOut") // What it prints is its purpose.
public final class ThroughputMain {
    private ThroughputMain() {}

    public static void main(String[] arguments) throws Exception {
        int streams = argument(arguments, 0, 64);
        int connections = argument(arguments, 1, 2);
        int seconds = argument(arguments, 2, 10);
        byte[] body = new byte[argument(arguments, 3, 1_000)];
        byte[] answer = new byte[1_000];
        Clock clock = Clock.system();
        TestTls tls = new TestTls();
        Headers headers = Headers.of("content-type", "application/json", "cache-control", "no-cache, private");
        AtomicLong received = new AtomicLong();
        HttpServer server = HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls.server, clock), exchange -> {
            int length = exchange.body(1 << 20).length;
            received.addAndGet(length);
            exchange.respond(201, headers, answer);
        });
        URI uri = URI.create("https://127.0.0.1:" + server.address().getPort() + "/api/v1/namespaces/default/pods");
        AtomicLong done = new AtomicLong();
        for (int c = 0; c < connections; c++) {
            HttpClient client = new HttpClient(clock);
            for (int s = 0; s < streams / connections; s++) {
                Thread.startVirtualThread(() -> loop(client, tls, ClientRequest.of("POST", uri, headers, body), done));
            }
        }
        for (int i = 0; i < seconds; i++) {
            long before = done.get();
            long cpuBefore = cpuNanos();
            long from = clock.nanoTime();
            clock.sleep(Duration.ofSeconds(1));
            long requests = done.get() - before;
            double wall = (clock.nanoTime() - from) / 1e9;
            double cpu = (cpuNanos() - cpuBefore) / 1e9;
            System.out.printf(
                    "%.0f requests/s, %.1f us of CPU a request (client and server), %.2f cores%n",
                    requests / wall, cpu * 1e6 / requests, cpu / wall);
        }
        System.exit(0);
    }

    private static void loop(HttpClient client, TestTls tls, ClientRequest request, AtomicLong done) {
        try {
            while (true) {
                client.send(request, tls.trusting()).body(1 << 20);
                done.incrementAndGet();
            }
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
