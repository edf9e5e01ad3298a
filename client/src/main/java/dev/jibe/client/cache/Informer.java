package dev.jibe.client.cache;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;

/** A cache of the objects of one kind that keeps itself up to date, and tells listeners what changes. */
public final class Informer<T extends ApiObject> implements AutoCloseable {

    private static final Log LOG = Log.of(Informer.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Kind<T> kind;
    private final Feed feed;
    private final Cache<T> cache;

    private Informer(Kind<T> kind, Feed feed) {
        this.kind = kind;
        this.feed = feed;
        this.cache = new Cache<>(kind, feed.objects());
    }

    /** An informer over the selected objects of all namespaces; it does nothing until it is started. */
    public static <T extends ApiObject> Informer<T> of(Client client, Kind<T> kind, Selectors selectors, Clock clock) {
        var any = AnyObject.kind(kind.group(), kind.version(), kind.kind(), kind.plural(), kind.namespaced());
        return new Informer<>(kind, new Feed(client.of(any), selectors, clock));
    }

    /** The same informer seen through another view of the same resource. */
    public <U extends ApiObject> Informer<U> as(Kind<U> other) {
        if (!other.plural().equals(kind.plural()) || !other.group().equals(kind.group())) {
            throw new IllegalArgumentException(other + " is not another view of " + kind);
        }
        return new Informer<>(other, feed);
    }

    public Kind<T> kind() {
        return kind;
    }

    public Cache<T> cache() {
        return cache;
    }

    /** Begins to list and watch; again, it does nothing. */
    public Informer<T> start() {
        feed.start();
        return this;
    }

    /** Waits until the first list is in the cache; returns at once when closed, fails if there is none after a minute. */
    public void awaitSynced() throws InterruptedException {
        feed.awaitSynced();
    }

    /** Waits for the first list however long it takes; every minute the log says what prevents it. */
    public void awaitSyncedPatiently() throws InterruptedException {
        boolean synced = false;
        while (!synced) {
            try {
                feed.awaitSynced();
                synced = true;
            } catch (ApiFailure failure) {
                LOG.warn("still waiting", "why", failure.getMessage());
            }
        }
    }

    /** Adds a listener; what is in the cache already is told to it as added. */
    public void onChange(Listener<? super T> listener) {
        feed.listen(change -> tell(listener, change));
    }

    /** Adds an index by name unless there is one; it maps an object to the values under which to find it. */
    public void addIndex(String name, Function<T, Collection<String>> values) {
        feed.addIndex(name, any -> values.apply(kind.of(any.tree())));
    }

    /** The newest revision that the cache is known to have reached. */
    public long revision() {
        return feed.revision();
    }

    /** Waits until the cache has reached a revision; false if it has not after half a minute. */
    public boolean awaitRevision(long revision) throws InterruptedException {
        return feed.await(() -> feed.hasReached(revision), LONGEST_WAIT);
    }

    /** Waits until the cache shows that the object of this uid is gone or going; false after half a minute. */
    public boolean awaitDeletion(Key key, String uid) throws InterruptedException {
        return feed.await(
                () -> cache.get(key)
                        .filter(object -> object.uid().equals(uid) && !object.isTerminating())
                        .isEmpty(),
                LONGEST_WAIT);
    }

    @Override
    public void close() {
        feed.close();
    }

    @SuppressWarnings("unchecked") // a listener of a supertype is content with any T
    private void tell(Listener<? super T> listener, Change<AnyObject> change) {
        ((Listener<T>) listener).onChange(change.map(any -> kind.of(any.tree())));
    }
}
