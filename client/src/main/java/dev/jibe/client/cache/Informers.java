package dev.jibe.client.cache;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The informers of one process under one identity: one for each resource, however many look at it. */
public final class Informers implements AutoCloseable {
    private final Client client;
    private final Clock clock;
    private final Map<Source, Informer<?>> informers = new ConcurrentHashMap<>();

    /** What an informer is fed from. */
    private record Source(String group, String plural, Selectors selectors) {}

    public Informers(Client client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    public Client client() {
        return client;
    }

    /** The informer of a kind, started if this is the first to ask. */
    public <T extends ApiObject> Informer<T> of(Kind<T> kind) {
        return of(kind, Selectors.ALL);
    }

    public <T extends ApiObject> Informer<T> of(Kind<T> kind, Selectors selectors) {
        var source = new Source(kind.group(), kind.plural(), selectors);
        return informers
                .computeIfAbsent(
                        source,
                        same -> Informer.of(client, kind, selectors, clock).start())
                .as(kind);
    }

    /** Stops and forgets the informer of a kind, such as one that is no longer served. */
    public void drop(Kind<?> kind) {
        var dropped = informers.remove(new Source(kind.group(), kind.plural(), Selectors.ALL));
        if (dropped != null) {
            dropped.close();
        }
    }

    /** Waits until every informer asked for so far has its first list. */
    public void awaitSynced() throws InterruptedException {
        for (var informer : List.copyOf(informers.values())) {
            informer.awaitSynced();
        }
    }

    @Override
    public void close() {
        informers.values().forEach(Informer::close);
    }
}
