package dev.jibe.server.aggregation;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.aggregation.Availability.Finding;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Entry;
import dev.jibe.store.Event;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.TlsIdentity;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The APIs of other servers, followed in the store, and checked when something about them changes and every half minute.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/">Kubernetes API
 * Aggregation Layer</a>.
 */
public final class RemoteApis implements AutoCloseable {

    public static final String BUCKET = "apiservices.apiregistration.k8s.io";

    private static final Log LOG = Log.of(RemoteApis.class);
    private static final int BATCH = 64;
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Store<JsonMap> store;
    private final Availability availability;
    private final RemoteDocuments documents;
    private final BiConsumer<String, JsonMap> status;
    private final TlsIdentity proxy;
    private final Clock clock;
    private final Counter unavailable;
    private final Set<String> checking = ConcurrentHashMap.newKeySet();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private volatile Map<String, RemoteApi> apis = Map.of();
    private volatile boolean closed;

    /**
     * @param status writes an APIService with its status
     * @param proxy who this server is to the others
     */
    public RemoteApis(
            Store<JsonMap> store,
            ServiceResolver services,
            HttpClient http,
            BiConsumer<String, JsonMap> status,
            TlsIdentity proxy,
            Metrics metrics,
            Clock clock) {
        this.unavailable = metrics.counter(
                "aggregator_unavailable_apiservice_total",
                "[ALPHA] Counter of APIServices which are marked as unavailable broken down by APIService name and reason.",
                "name",
                "reason");
        this.store = store;
        this.availability = new Availability(services, http);
        this.documents = new RemoteDocuments(services, http);
        this.status = status;
        this.proxy = proxy;
        this.clock = clock;
    }

    /** Knows the APIs that are there, and from now on hears of changes. */
    public void start() {
        long revision = store.revision();
        for (var entry : store.latest().range(BUCKET)) {
            known(entry);
        }
        follow(BUCKET, revision, this::hear, () -> apis.keySet().forEach(this::check));
        for (var bucket : List.of("services", "endpointslices.discovery.k8s.io")) {
            follow(bucket, revision, event -> about(event.current()), () -> {});
        }
        apis.keySet().forEach(this::check);
    }

    private void follow(String bucket, long from, Consumer<Event<JsonMap>> hear, Runnable whenQuiet) {
        Thread.ofVirtual().name("aggregation-" + bucket).start(() -> {
            long revision = from;
            while (!closed) {
                try (var watch = store.watch(bucket, "", revision)) {
                    while (!closed) {
                        var events = watch.take(BATCH, INTERVAL);
                        events.forEach(hear);
                        if (events.isEmpty()) {
                            whenQuiet.run();
                        }
                        revision = watch.revision();
                    }
                } catch (StoreException.Compacted e) {
                    revision = store.revision();
                    reload();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (StoreException.Unavailable e) {
                    return;
                }
            }
        });
    }

    private void reload() {
        var there = new HashSet<String>();
        for (var entry : store.latest().range(BUCKET)) {
            there.add(entry.key());
            known(entry);
        }
        apis.keySet().stream().filter(name -> !there.contains(name)).forEach(this::forget);
        apis.keySet().forEach(this::check);
    }

    private void hear(Event<JsonMap> event) {
        var name = event.current().key();
        if (event.type() == Event.Type.DELETED) {
            forget(name);
            return;
        }
        var before = apis.get(name);
        known(event.current());
        var now = apis.get(name);
        if (now == null
                ? before != null || isUndecided(event.current().value())
                : before == null || !now.isSameAs(before)) {
            check(name);
        }
    }

    private static boolean isUndecided(JsonMap object) {
        return object.map("status").list("conditions").isEmpty();
    }

    private synchronized void known(Entry<JsonMap> entry) {
        var all = new HashMap<>(apis);
        if (entry.value().map("spec").has("service")) {
            all.put(entry.key(), RemoteApi.of(entry.value(), proxy));
        } else {
            all.remove(entry.key());
        }
        apis = Map.copyOf(all);
    }

    private synchronized void forget(String name) {
        var all = new HashMap<>(apis);
        all.remove(name);
        apis = Map.copyOf(all);
        documents.forget(name);
    }

    /** A service or its endpoints have changed. */
    private void about(Entry<JsonMap> entry) {
        if (apis.isEmpty()) {
            return;
        }
        var metadata = entry.value().map("metadata");
        var name = entry.bucket().equals("services")
                ? metadata.string("name")
                : metadata.map("labels").string("kubernetes.io/service-name");
        apis.forEach((key, api) -> {
            if (api.isOf(metadata.string("namespace"), name)) {
                check(key);
            }
        });
    }

    /** Checks one API on a thread of its own; one that is being checked is checked once more afterwards. */
    private void check(String name) {
        if (!checking.add(name)) {
            again.add(name);
            return;
        }
        Thread.ofVirtual().name("aggregation-check-" + name).start(() -> {
            try {
                decide(name);
            } catch (StoreException | ApiException e) {
                LOG.debug("the state of an API was not written", "name", name, "reason", e.getMessage());
            } finally {
                checking.remove(name);
                if (again.remove(name) && !closed) {
                    check(name);
                }
            }
        });
    }

    private void decide(String name) {
        var entry = store.latest().get(BUCKET, name);
        if (closed || entry == null) {
            return;
        }
        var api = apis.get(name);
        var finding = api == null ? Finding.LOCAL : availability.check(api);
        if (api != null && finding.status().equals("True")) {
            documents.read(api);
        }
        var decided = finding.in(entry.value(), clock.now());
        if (!decided.map("status").equals(entry.value().map("status"))) {
            status.accept(name, decided);
            if (RemoteApi.isAvailable(entry.value()) && !RemoteApi.isAvailable(decided)) {
                unavailable.increment(name, finding.reason());
            }
        }
    }

    /** The API that a path belongs to, if another server serves it. */
    public Optional<RemoteApi> find(String path) {
        var known = apis;
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var parts = path.split("/", 5);
        if (parts.length >= 4 && parts[1].equals("apis")) {
            return Optional.ofNullable(known.get(parts[3] + "." + parts[2]));
        }
        return parts.length >= 3 && parts[1].equals("api")
                ? Optional.ofNullable(known.get(parts[2] + "."))
                : Optional.empty();
    }

    /** All of them. */
    public Collection<RemoteApi> all() {
        return apis.values();
    }

    /** What the other servers say of their APIs. */
    public RemoteDocuments documents() {
        return documents;
    }

    @Override
    public void close() {
        closed = true;
    }
}
