package dev.jibe.jibe;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.server.bootstrap.Bootstrap;
import dev.jibe.server.etcd.EtcdKeys;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.Write;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the service {@code kubernetes} leads: to all API servers that are there, which each keep a key in etcd that says so.
 *
 * <p>Keys, values and times are those of upstream's {@code --endpoint-reconciler-type=lease}, so that its servers and these know of
 * each other. The last server that ends leaves its address, which is where the next one is expected.
 */
final class ApiEndpoints implements AutoCloseable {

    private static final Log LOG = Log.of(ApiEndpoints.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofSeconds(15);

    private final Store<JsonMap> store;
    private final ClusterStart writer;
    private final String address;
    private final int port;
    private final Clock clock;
    private List<String> written = List.of();
    private long generation;
    private @Nullable Cancellable renewal;
    private boolean closed;

    /**
     * Does nothing yet.
     *
     * @param address of this server, under which pods reach it
     */
    ApiEndpoints(Store<JsonMap> store, ClusterStart writer, String address, int port, Clock clock) {
        this.store = store;
        this.writer = writer;
        this.address = address;
        this.port = port;
        this.clock = clock;
    }

    /** Says that this server is there, from now on. */
    synchronized void start() {
        if (!store.isShared()) {
            write(List.of(address));
        } else if (!closed) {
            try {
                generation++;
                store.commit(Write.put(EtcdKeys.SERVERS, address, mark(), Expect.ANY, LIFETIME));
                write(present());
            } catch (RuntimeException e) {
                LOG.warn("cannot say where this API server is", "address", address, "reason", e.getMessage());
            }
            renewal = clock.schedule(EVERY, this::start);
        }
    }

    private JsonMap mark() {
        var addresses = JsonList.of(JsonMap.of("ip", address));
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "Endpoints",
                "metadata",
                JsonMap.of("generation", generation),
                "subsets",
                JsonList.of(JsonMap.of("addresses", addresses)));
    }

    private List<String> present() {
        return StreamSupport.stream(store.latest().range(EtcdKeys.SERVERS).spliterator(), false)
                .map(entry ->
                        entry.value().list("subsets").map(0).list("addresses").map(0))
                .map(each -> each.string("ip"))
                .filter(ip -> !ip.isEmpty())
                .sorted()
                .toList();
    }

    private void write(List<String> addresses) {
        // Others write it as well: what this server wrote last may not be what is there.
        if (addresses.isEmpty() || (addresses.equals(written) && addresses.equals(said()))) {
            return;
        }
        writer.publish(Bootstrap.kubernetesSlice(addresses, port));
        writer.publish(Bootstrap.kubernetesEndpoints(addresses, port));
        written = addresses;
    }

    private List<String> said() {
        var slice = store.latest().get("endpointslices.discovery.k8s.io", "default/kubernetes");
        return slice == null
                ? List.of()
                : slice.value()
                        .list("endpoints")
                        .maps()
                        .flatMap(endpoint -> endpoint.list("addresses").strings())
                        .sorted()
                        .toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (renewal != null) {
            renewal.cancel();
            try {
                store.commit(Write.delete(EtcdKeys.SERVERS, address, Expect.ANY));
                write(present().stream().filter(each -> !each.equals(address)).toList());
            } catch (RuntimeException e) {
                LOG.info("others will find out that this API server is gone", "reason", e.getMessage());
            }
        }
    }
}
