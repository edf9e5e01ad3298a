package dev.jibe.store;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that wakes watchers, so that the committer does not have to.
 *
 * <p>It is told which feeds have news, each at most once until it has looked, and wakes every watcher that one of
 * the new events is of interest to. However many events come at once, a watcher is woken once, and all are before any is again.
 */
final class Waker<V> implements AutoCloseable {

    private final LinkedBlockingQueue<Feed<V>> signals = new LinkedBlockingQueue<>();
    private final Thread thread;

    Waker() {
        thread = Thread.ofVirtual().name("store-waker").start(this::run);
    }

    /** Says that the feed has events that watchers may wait for. */
    void signal(Feed<V> feed) {
        if (!feed.armed.isEmpty() && feed.signalled.compareAndSet(false, true)) {
            signals.add(feed);
        }
    }

    private void run() {
        try {
            while (true) {
                Feed<V> feed = signals.take();
                feed.signalled.set(false);
                for (Iterator<Watch<V>> watches = feed.armed.iterator(); watches.hasNext(); ) {
                    Watch<V> watch = watches.next();
                    if (watch.hasNews() && feed.armed.remove(watch)) {
                        watch.wake();
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes every watcher of the feeds, news or not. */
    void wakeAll(Collection<Feed<V>> feeds) {
        for (Feed<V> feed : feeds) {
            for (Iterator<Watch<V>> watches = feed.armed.iterator(); watches.hasNext(); ) {
                Watch<V> watch = watches.next();
                if (feed.armed.remove(watch)) {
                    watch.wake();
                }
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
