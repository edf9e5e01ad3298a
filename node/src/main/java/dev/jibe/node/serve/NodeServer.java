package dev.jibe.node.serve;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.ExecOutcome;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.cri.Streaming;
import dev.jibe.node.pods.PodWorker;
import dev.jibe.node.pods.Pods;
import dev.jibe.node.stats.StatsSummary;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The node's HTTPS API, as upstream's kubelet serves it to the API server. */
public final class NodeServer implements AutoCloseable {
    private static final Headers TEXT = Headers.of("content-type", "text/plain");
    private static final Headers JSON = Headers.of("content-type", "application/json");

    private final Pods pods;
    private final ContainerRuntime runtime;
    private final StatsSummary stats;
    private final Metrics metrics;
    private final ClientCheck check;
    private final Clock clock;
    private final HttpClient client;
    private final Tunnel tunnel;
    private final HttpServer server;

    /** What the server serves from. */
    public record Parts(
            Pods pods, ContainerRuntime runtime, StatsSummary stats, Metrics metrics, ClientCheck check, Clock clock) {}

    public NodeServer(ServerConfig config, Parts parts) throws WireException {
        this.pods = parts.pods();
        this.runtime = parts.runtime();
        this.stats = parts.stats();
        this.metrics = parts.metrics();
        this.check = parts.check();
        this.clock = parts.clock();
        this.client = new HttpClient(clock);
        this.tunnel = new Tunnel(client);
        this.server = HttpServer.start(config, this::handle);
    }

    public int port() {
        return server.address().getPort();
    }

    private void handle(Exchange exchange) throws Exception {
        try {
            if (!check.allows(exchange.request().peerCertificates())) {
                throw new Refused(401, "Unauthorized");
            }
            route(exchange);
        } catch (Refused e) {
            exchange.respond(e.status(), TEXT, e.text().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeFailure e) {
            if (exchange.isResponded()) {
                throw e;
            }
            exchange.respond(e.isNotFound() ? 404 : 500, TEXT, e.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void route(Exchange exchange) throws WireException {
        String[] path = exchange.request().path().substring(1).split("/");
        QueryString query = QueryString.parse(exchange.request().rawQuery());
        switch (path[0]) {
            case "healthz" -> exchange.respond(200, TEXT, "ok".getBytes(StandardCharsets.UTF_8));
            case "pods" -> exchange.respond(200, JSON, Json.write(podList()));
            case "stats" -> exchange.respond(200, JSON, Json.write(stats.summary()));
            case "metrics" -> {
                boolean resource = path.length > 1 && path[1].equals("resource");
                String text = resource ? stats.resourceMetrics() : metrics.text();
                exchange.respond(
                        200, Headers.of("content-type", Metrics.CONTENT_TYPE), text.getBytes(StandardCharsets.UTF_8));
            }
            case "containerLogs" -> logs(exchange, path, query);
            case "run" -> run(exchange, container(path), query);
            case "exec" ->
                tunnel.join(exchange, runtime.execUrl(running(path).id(), query.all("command"), streaming(query)));
            case "attach" ->
                tunnel.join(exchange, runtime.attachUrl(running(path).id(), streaming(query)));
            case "portForward" -> tunnel.join(exchange, portForward(path));
            default ->
                throw new Refused(404, "no such path: " + exchange.request().path());
        }
    }

    private JsonMap podList() {
        var items = pods.all().stream().map(worker -> worker.pod().tree()).toList();
        return JsonMap.of(
                "apiVersion", "v1", "kind", "PodList", "metadata", JsonMap.EMPTY, "items", JsonList.copyOf(items));
    }

    private static Streaming streaming(QueryString query) {
        boolean tty = query.isTrue("tty");
        return new Streaming(query.isTrue("input"), query.isTrue("output"), query.isTrue("error") && !tty, tty);
    }

    private PodWorker worker(String[] path) {
        if (path.length < 3) {
            throw new Refused(404, "the path names no pod");
        }
        return pods.find(path[1], path[2])
                .orElseThrow(() -> new Refused(404, "pod " + path[1] + "/" + path[2] + " does not exist"));
    }

    /** The newest container of the name that ends the path. */
    private ContainerView container(String[] path) {
        return history(path).stream()
                .findFirst()
                .orElseThrow(() -> new Refused(404, "container not found (\"" + path[path.length - 1] + "\")"));
    }

    private List<ContainerView> history(String[] path) {
        if (path.length < 4) {
            throw new Refused(404, "the path names no container");
        }
        String name = path[path.length - 1];
        return worker(path).containers().stream()
                .filter(view -> view.name().equals(name))
                .sorted(Comparator.comparingInt(ContainerView::attempt).reversed())
                .toList();
    }

    private ContainerView running(String[] path) {
        ContainerView view = container(path);
        if (!view.isRunning()) {
            throw new Refused(500, "container " + view.name() + " is not running");
        }
        return view;
    }

    private URI portForward(String[] path) {
        return runtime.portForwardUrl(worker(path)
                .sandbox()
                .orElseThrow(() -> new Refused(404, "the pod has no sandbox"))
                .id());
    }

    private void run(Exchange exchange, ContainerView view, QueryString query) throws WireException {
        List<String> command = query.all("cmd").isEmpty()
                ? query.all("command")
                : Arrays.asList(query.get("cmd").split(" "));
        ExecOutcome outcome = runtime.exec(view.id(), command, Duration.ZERO);
        exchange.respond(200, TEXT, outcome.stdout(), outcome.stderr());
    }

    private void logs(Exchange exchange, String[] path, QueryString query) throws WireException {
        List<ContainerView> history = history(path);
        int wanted = query.isTrue("previous") ? 1 : 0;
        if (history.size() <= wanted) {
            throw new Refused(
                    400,
                    wanted == 1
                            ? "previous terminated container \"" + path[path.length - 1] + "\" in pod \"" + path[2]
                                    + "\" not found"
                            : "container \"" + path[path.length - 1] + "\" in pod \"" + path[2]
                                    + "\" is waiting to start: ContainerCreating");
        }
        String id = history.get(wanted).id();
        String logPath = history.get(wanted).logPath();
        if (logPath.isEmpty() || !Files.exists(Path.of(logPath))) {
            throw new Refused(404, "the log of container " + path[path.length - 1] + " is not there");
        }
        var options = new LogReader.Options(
                query.isTrue("follow"),
                query.number("tailLines", -1),
                since(query),
                query.isTrue("timestamps"),
                query.number("limitBytes", -1));
        try (var stream = exchange.stream(200, TEXT)) {
            var reader = new LogReader(Path.of(logPath), options, bytes -> {
                if (!stream.isOpen()) {
                    throw new IOException("the reader has gone");
                }
                stream.write(bytes);
            });
            reader.run(() -> stream.isOpen() && isRunning(path, id));
        } catch (IOException e) {
            // The reader went away, or the file did; either way there is nobody to tell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRunning(String[] path, String id) {
        return pods.find(path[1], path[2])
                .filter(worker ->
                        worker.containers().stream().anyMatch(view -> view.id().equals(id) && view.isRunning()))
                .isPresent();
    }

    private Instant since(QueryString query) {
        long seconds = query.number("sinceSeconds", 0);
        if (seconds > 0) {
            return clock.now().minusSeconds(seconds);
        }
        try {
            String text = query.get("sinceTime");
            return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Refused(400, "sinceTime is no time");
        }
    }

    @Override
    public void close() {
        server.close(Duration.ZERO);
        client.close();
    }
}
