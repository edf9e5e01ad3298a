package dev.jibe.store;

import dev.jibe.runtime.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The recent revisions: their states, and for each bucket its events.
 *
 * <p>One thread adds and drops; any number read without a lock. What is kept is bounded in age, in number and in bytes,
 * whichever is met first.
 */
final class History<V> {

    private final long maxAgeMillis;
    private final int maxRevisions;
    private final long maxBytes;

    private final ConcurrentMap<String, Feed<V>> feeds = new ConcurrentHashMap<>();

    /** The states above the oldest, by revision. */
    private final ConcurrentSkipListMap<Long, Root<V>> roots = new ConcurrentSkipListMap<>();

    /** The same revisions, for the one writer. */
    private final Deque<Change<V>> changes = new ArrayDeque<>();

    private long bytes;

    /** Where it began: what was before is not known. */
    private volatile long firstRevision = Root.FIRST_REVISION;

    private volatile Root<V> oldest = Root.empty();
    private volatile Root<V> latest = Root.empty();

    History(StoreConfig config) {
        this.maxAgeMillis = config.historyAge().toMillis();
        this.maxRevisions = config.historyRevisions();
        this.maxBytes = config.historyBytes();
    }

    /** The time by which revisions age: one that nobody sets, so that no watch falls behind because a clock jumped. */
    static long elapsedMillis(Clock clock) {
        return Math.floorDiv(clock.nanoTime(), 1_000_000L);
    }

    Root<V> latest() {
        return latest;
    }

    /** The oldest revision that can be read. */
    long compactedRevision() {
        return oldest.revision();
    }

    /** The oldest revision that a watch of the feed can begin after: as long as its events are there, states need not be. */
    long watchableAfter(Feed<V> feed) {
        return Math.max(firstRevision, feed.forgotten());
    }

    Root<V> at(long revision) {
        Root<V> newest = latest;
        if (revision == newest.revision()) {
            return newest;
        }
        if (revision > newest.revision()) {
            throw new StoreException.FutureRevision(revision, newest.revision());
        }
        Root<V> first = oldest;
        Root<V> root = revision == first.revision() ? first : roots.get(revision);
        if (root == null) {
            throw new StoreException.Compacted(revision, compactedRevision());
        }
        return root;
    }

    Feed<V> feed(String bucket) {
        Feed<V> feed = feeds.get(bucket);
        return feed != null ? feed : feeds.computeIfAbsent(bucket, name -> new Feed<>());
    }

    Collection<Feed<V>> feeds() {
        return feeds.values();
    }

    /** Begins from a state whose past is not known. Only before anything is published. */
    void begin(Root<V> root) {
        firstRevision = root.revision();
        oldest = root;
        latest = root;
    }

    /**
     * Begins anew from a state whose past is not known: whoever reads or watches what was before is told that it is gone.
     */
    void restart(Root<V> root) {
        // In this order: a watch that begins meanwhile comes too late, one that is there finds a gap before it can see
        // the new revision.
        firstRevision = root.revision();
        oldest = root;
        feeds.values().forEach(Feed::skip);
        roots.clear();
        changes.clear();
        bytes = 0;
        latest = root;
    }

    /** Adds the changes, and then makes the last one the newest state. */
    void publish(Collection<Change<V>> newChanges, long elapsedMillis) {
        Root<V> newest = latest;
        for (Change<V> change : newChanges) {
            for (Event<V> event : change.events()) {
                feed(event.current().bucket()).append(event);
            }
            roots.put(change.revision(), change.root());
            changes.add(change);
            bytes += change.sizeBytes();
            newest = change.root();
        }
        latest = newest;
        trim(elapsedMillis);
    }

    private void trim(long elapsedMillis) {
        while (!changes.isEmpty()) {
            boolean tooOld = changes.getFirst().sinceMillis() < elapsedMillis - maxAgeMillis;
            if (!tooOld && changes.size() <= maxRevisions && bytes <= maxBytes) {
                return;
            }
            dropFirst();
        }
    }

    /** Lets go of everything before the revision, which itself stays readable. */
    void compact(long revision) {
        while (!changes.isEmpty() && changes.getFirst().revision() <= revision) {
            dropFirst();
        }
    }

    private void dropFirst() {
        Change<V> first = changes.removeFirst();
        bytes -= first.sizeBytes();
        oldest = first.root();
        roots.remove(first.revision());
        for (Event<V> event : first.events()) {
            feed(event.current().bucket()).dropFirst();
        }
    }
}
