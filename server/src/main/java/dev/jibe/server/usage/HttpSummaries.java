package dev.jibe.server.usage;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.Snapshot;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.ClientRequest;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asks all nodes at once, over HTTPS; one that does not answer in time is left out. */
public final class HttpSummaries implements NodeSummaries {

    private static final Log LOG = Log.of(HttpSummaries.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 16 << 20;

    private final HttpClient client;
    private final ClientTls tls;

    public HttpSummaries(HttpClient client, ClientTls tls) {
        this.client = client;
        this.tls = tls;
    }

    @Override
    public List<JsonMap> all(Snapshot<JsonMap> state, Set<String> except) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = state.range("nodes").toList().stream()
                    .filter(entry ->
                            !except.contains(entry.value().map("metadata").string("name")))
                    .map(entry -> executor.submit(() -> ask(entry.value())))
                    .toList();
            executor.shutdown();
            executor.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return asked.stream()
                    .filter(task -> task.state() == Future.State.SUCCESS)
                    .map(Future::resultNow)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Optional<JsonMap> ask(JsonMap node) {
        var status = node.map("status");
        var port = status.map("daemonEndpoints").map("kubeletEndpoint").number("Port");
        var address = status.list("addresses")
                .maps()
                .filter(a -> a.string("type").equals("InternalIP"))
                .map(a -> a.string("address"))
                .findFirst();
        if (address.isEmpty() || port == 0) {
            return Optional.empty();
        }
        var uri = URI.create("https://" + address.get() + ":" + port + "/stats/summary");
        try (var response = client.send(ClientRequest.get(uri).within(TIMEOUT), tls)) {
            return response.isSuccess() ? Optional.of(Json.parseMap(response.body(MAX_BYTES))) : Optional.empty();
        } catch (WireException | MalformedException e) {
            LOG.debug("no figures from a node", "node", uri, "reason", e.getMessage());
            return Optional.empty();
        }
    }
}
