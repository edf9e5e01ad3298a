package dev.jibe.client.cache;

import dev.jibe.client.AnyObject;
import dev.jibe.client.ApiFailure;
import dev.jibe.client.Backoff;
import dev.jibe.client.Event;
import dev.jibe.client.EventStream;
import dev.jibe.client.Resource;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One list and the watch after it, whatever interrupts them: the engine of an {@link Informer}.
 *
 * <p>Changing the objects, telling the listeners and moving the revision on happen together under one lock, so that who
 * has waited for a revision knows that the listeners know, too.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Efficient
 * detection of changes</a>.
 */
final class Feed implements AutoCloseable {
    private static final Log LOG = Log.of(Feed.class);

    /** Who waits for a list that may never come would wait for ever. */
    private static final Duration LONGEST_FIRST_LIST = Duration.ofMinutes(1);

    private static final int GATEWAY_TIMEOUT = 504;

    private final Resource<AnyObject> resource;
    private final Selectors selectors;
    private final Clock clock;
    private final Objects objects = new Objects();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Listener<AnyObject>> listeners = new ArrayList<>();
    private String resourceVersion = "";
    private long revision;
    private boolean synced;
    private volatile @Nullable RuntimeException lastFailure;

    private volatile boolean closed;
    private volatile @Nullable EventStream stream;
    private volatile @Nullable Thread thread;

    Feed(Resource<AnyObject> resource, Selectors selectors, Clock clock) {
        this.resource = resource;
        this.selectors = selectors;
        this.clock = clock;
    }

    Objects objects() {
        return objects;
    }

    synchronized void start() {
        if (thread == null && !closed) {
            var name = "watch " + resource.kind().plural();
            thread = Thread.ofVirtual().name(name).start(this::run);
        }
    }

    /** Adds a listener; what is there already is told to it as added. */
    void listen(Listener<AnyObject> listener) {
        lock.lock();
        try {
            objects.all().forEach(tree -> listener.onChange(new Change.Added<>(new AnyObject(tree))));
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    void addIndex(String name, Function<AnyObject, Collection<String>> values) {
        lock.lock();
        try {
            objects.addIndex(name, values);
        } finally {
            lock.unlock();
        }
    }

    long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    boolean hasReached(long wanted) {
        return revision() >= wanted;
    }

    /** Waits for the first list; fails with what prevents it after a minute. */
    void awaitSynced() throws InterruptedException {
        if (await(() -> synced, LONGEST_FIRST_LIST) || closed) {
            return;
        }
        var failure = lastFailure;
        throw ApiFailure.of(
                GATEWAY_TIMEOUT,
                "Timeout",
                "no list of " + resource.kind().plural() + " within " + LONGEST_FIRST_LIST.toSeconds() + " s"
                        + (failure == null ? "" : ": " + failure.getMessage()));
    }

    /** Waits until the condition holds after a change; false if it does not within the limit. */
    boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            if (condition.getAsBoolean()) {
                return true;
            }
            var expired = new AtomicBoolean();
            var timer = clock.schedule(limit, () -> wakeWith(expired));
            try {
                while (!condition.getAsBoolean() && !expired.get() && !closed) {
                    moved.await();
                }
            } finally {
                timer.cancel();
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        var open = stream;
        if (open != null) {
            open.close();
        }
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
        wakeWith(new AtomicBoolean());
    }

    private void wakeWith(AtomicBoolean flag) {
        lock.lock();
        try {
            flag.set(true);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            boolean progress;
            try {
                if (resourceVersion.isEmpty()) {
                    list();
                    failures = 0;
                }
                progress = follow();
            } catch (ApiFailure failure) {
                progress = !failure.isGone() ? giveUp(failure) : forget();
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException failure) {
                progress = giveUp(failure);
            }
            failures = progress ? 0 : failures + 1;
            if (failures > 0 && !pause(failures)) {
                return;
            }
        }
    }

    private boolean giveUp(RuntimeException failure) {
        lastFailure = failure;
        if (failure instanceof ApiFailure refusal && refusal.code() == 403) {
            LOG.warn("may not be watched", "resource", resource.kind().plural(), "why", refusal.getMessage());
        } else if (!closed) {
            LOG.debug("watch interrupted", "resource", resource.kind().plural(), "failure", failure.getMessage());
        }
        return false;
    }

    /** The server no longer knows what came after our version: the next step is a list. */
    private boolean forget() {
        boolean hadVersion = !resourceVersion.isEmpty();
        resourceVersion = "";
        return hadVersion;
    }

    private boolean pause(int failures) {
        try {
            clock.sleep(Backoff.CONNECTION.after(failures));
            return true;
        } catch (InterruptedException end) {
            return false;
        }
    }

    private void list() {
        var listing = resource.list("", selectors);
        lock.lock();
        try {
            var present = new HashSet<Key>();
            for (var item : listing.items()) {
                present.add(Key.of(item.tree()));
                put(item.tree());
            }
            for (var tree : objects.all()) {
                if (!present.contains(Key.of(tree))) {
                    remove(tree);
                }
            }
            synced = true;
            moveTo(listing.resourceVersion());
        } finally {
            lock.unlock();
        }
    }

    /** Follows one watch to its end; answers whether anything came of it. */
    private boolean follow() throws InterruptedException {
        boolean progress = false;
        try (var events = resource.watch("", selectors, resourceVersion)) {
            stream = events;
            while (!closed) {
                var event = events.next();
                if (event == null) {
                    break;
                }
                apply(event);
                progress = true;
            }
        } finally {
            stream = null;
        }
        return progress;
    }

    private void apply(Event event) {
        if (event.type().equals(Event.ERROR)) {
            throw ApiFailure.of(event.object());
        }
        lock.lock();
        try {
            switch (event.type()) {
                case Event.ADDED, Event.MODIFIED -> put(resource.complete(event.object()));
                case Event.DELETED -> remove(resource.complete(event.object()));
                default -> {} // a bookmark is its resource version only
            }
            moveTo(event.object().map("metadata").string("resourceVersion"));
        } finally {
            lock.unlock();
        }
    }

    private void put(JsonMap tree) {
        var before = objects.replace(Key.of(tree), tree);
        if (before == null) {
            tell(new Change.Added<>(new AnyObject(tree)));
        } else if (!version(before).equals(version(tree))) {
            tell(new Change.Updated<>(new AnyObject(before), new AnyObject(tree)));
        }
    }

    private void remove(JsonMap tree) {
        if (objects.replace(Key.of(tree), null) != null) {
            tell(new Change.Deleted<>(new AnyObject(tree)));
        }
    }

    private void tell(Change<AnyObject> change) {
        for (var listener : listeners) {
            try {
                listener.onChange(change);
            } catch (RuntimeException failure) {
                LOG.error(
                        "listener failed", failure, "resource", resource.kind().plural());
            }
        }
    }

    private void moveTo(String version) {
        if (!version.isEmpty()) {
            resourceVersion = version;
            revision = Math.max(revision, Revisions.parse(version));
        }
        moved.signalAll();
    }

    private static String version(JsonMap tree) {
        return tree.map("metadata").string("resourceVersion");
    }
}
