package dev.jibe.store;

import com.google.protobuf.ByteString;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.etcd.Etcd;
import dev.jibe.store.etcd.EtcdWatch;
import io.etcd.jetcd.api.WatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the history of a store over etcd: it follows etcd's watch, revision by revision.
 *
 * <p>The watch reports every revision, so none can go missing unnoticed. When the connection breaks it goes on behind the
 * last revision it has seen. When etcd has forgotten that one, has lost it (it was restored from a copy) or left one out,
 * the history begins anew from all that etcd holds, and whoever was watching is told to do the same.
 */
final class EtcdFeed<V> implements Runnable {

    private static final Log LOG = Log.of(Store.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Etcd etcd;
    private final EtcdContents<V> contents;
    private final History<V> history;
    private final CommitListener<V> listener;
    private final ReadIndex readIndex;
    private final Duration timeout;
    private final Clock clock;
    private final ConcurrentMap<ByteString, Own<V>> own = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable EtcdWatch watch;
    private boolean broken;
    private Duration pause = FIRST_PAUSE;

    /** A value that this process is about to write, so that it need not be decoded when it comes back. */
    record Own<V>(ByteString bytes, V value) {}

    /** The watch cannot go on from here. */
    private static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String why) {
            super(why, null, false, false);
        }
    }

    EtcdFeed(
            Etcd etcd,
            EtcdContents<V> contents,
            History<V> history,
            CommitListener<V> listener,
            ReadIndex readIndex,
            Duration timeout,
            Clock clock) {
        this.etcd = etcd;
        this.contents = contents;
        this.history = history;
        this.listener = listener;
        this.readIndex = readIndex;
        this.timeout = timeout;
        this.clock = clock;
    }

    void expect(ByteString key, Own<V> value) {
        own.put(key, value);
    }

    void forget(ByteString key, Own<V> value) {
        own.remove(key, value);
    }

    /** Drops what precedes the revision from the history. */
    void compact(long revision) {
        writing.lock();
        try {
            history.compact(revision);
        } finally {
            writing.unlock();
        }
    }

    void close() {
        closed = true;
        var open = watch;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                follow();
            } catch (Lost lost) {
                LOG.warn("beginning anew from what etcd holds", "why", String.valueOf(lost.getMessage()));
                restart();
            } catch (InterruptedException ended) {
                return;
            } catch (Exception failure) {
                waitAfter(failure);
            }
        }
    }

    private void follow() throws Exception {
        long seen = history.latest().revision();
        long current = readIndex.revision().get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
        if (current < seen) {
            throw new Lost("etcd is at revision " + current + ", and was at " + seen + " before");
        }
        try (var open = etcd.watch(seen + 1)) {
            watch = open;
            while (!closed) {
                var response = open.next();
                if (response.getCompactRevision() > 0) {
                    throw new Lost("etcd has forgotten what came after revision "
                            + history.latest().revision());
                }
                if (response.getCanceled()) {
                    throw new StoreException.Unavailable("etcd ended the watch: " + response.getCancelReason(), null);
                }
                connected();
                apply(response);
            }
        } finally {
            watch = null;
        }
    }

    private void connected() {
        pause = FIRST_PAUSE;
        if (broken) {
            broken = false;
            LOG.info("etcd is followed again", "revision", history.latest().revision());
        }
    }

    private void waitAfter(Exception failure) {
        if (closed) {
            return;
        }
        if (!broken) {
            broken = true;
            LOG.warn("etcd cannot be followed, trying again", "why", String.valueOf(failure.getMessage()));
        }
        try {
            clock.sleep(pause);
        } catch (InterruptedException ended) {
            closed = true;
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        etcd.reconnect();
    }

    private void restart() {
        try {
            var root = contents.read();
            writing.lock();
            try {
                history.restart(root);
            } finally {
                writing.unlock();
            }
            listener.restarted();
        } catch (RuntimeException failure) {
            waitAfter(failure);
        }
    }

    private void apply(WatchResponse response) throws Lost {
        var state = history.latest();
        List<Change<V>> changes = new ArrayList<>();
        var events = response.getEventsList();
        int at = 0;
        while (at < events.size()) {
            long revision = events.get(at).getKv().getModRevision();
            int end = at;
            while (end < events.size() && events.get(end).getKv().getModRevision() == revision) {
                end++;
            }
            if (revision > state.revision()) {
                if (revision > state.revision() + 1) {
                    publish(changes);
                    throw new Lost("etcd went from revision " + state.revision() + " to " + revision);
                }
                var change = change(state, revision, events.subList(at, end));
                changes.add(change);
                state = change.root();
            }
            at = end;
        }
        publish(changes);
    }

    private void publish(List<Change<V>> changes) {
        if (!changes.isEmpty()) {
            writing.lock();
            try {
                history.publish(changes, History.elapsedMillis(clock));
            } finally {
                writing.unlock();
            }
            listener.published(changes);
        }
    }

    private Change<V> change(Root<V> before, long revision, List<io.etcd.jetcd.api.Event> reported) {
        var state = new Root<>(revision, before.buckets());
        List<Event<V>> events = new ArrayList<>(reported.size());
        int bytes = Change.OVERHEAD_BYTES;
        for (var each : reported) {
            bytes += each.getKv().getValue().size();
            var applied = apply(state, revision, each);
            state = applied.root();
            events.addAll(applied.events());
        }
        return new Change<>(state, List.copyOf(events), History.elapsedMillis(clock), bytes);
    }

    private Transition.Applied<V> apply(Root<V> state, long revision, io.etcd.jetcd.api.Event reported) {
        var found = reported.getKv();
        var place = contents.keys().place(found.getKey().toStringUtf8());
        if (place == null) {
            return new Transition.Applied<>(state, List.of());
        }
        var previous = state.get(place.bucket(), place.key());
        if (reported.getType() == io.etcd.jetcd.api.Event.EventType.DELETE) {
            return Transition.delete(state, place.bucket(), place.key(), contents.values(), revision);
        }
        V value;
        try {
            var expected = own.get(found.getKey());
            value = expected != null && expected.bytes().equals(found.getValue())
                    ? expected.value()
                    : contents.decode(place, found.getValue());
        } catch (RuntimeException unreadable) {
            LOG.error("a value in etcd cannot be read and is left out", unreadable, "key", place.key());
            return Transition.delete(state, place.bucket(), place.key(), contents.values(), revision);
        }
        var entry = contents.entry(place, found, value);
        var type = previous == null ? Event.Type.ADDED : Event.Type.MODIFIED;
        return new Transition.Applied<>(state.with(entry), List.of(new Event<>(type, entry, previous, revision)));
    }

    /** The events of a revision for these keys, in that order; none if the revision is no longer kept. */
    static <V> List<Event<V>> events(History<V> history, long revision, List<EtcdWrite.Part<V>> parts) {
        List<Event<V>> found = new ArrayList<>(parts.size());
        Map<String, List<Event<V>>> byBucket = new HashMap<>();
        for (var part : parts) {
            var bucket = part.write().bucket();
            for (var event : byBucket.computeIfAbsent(bucket, name -> events(history.feed(name), revision))) {
                if (event.current().key().equals(part.write().key())) {
                    found.add(event);
                }
            }
        }
        return found;
    }

    private static <V> List<Event<V>> events(Feed<V> feed, long revision) {
        List<Event<V>> events = new ArrayList<>();
        long tail = feed.tail();
        for (long at = feed.positionAfter(revision - 1); at < tail; at++) {
            var event = feed.get(at);
            if (event == null || event.revision() != revision) {
                break;
            }
            events.add(event);
        }
        return events;
    }
}
