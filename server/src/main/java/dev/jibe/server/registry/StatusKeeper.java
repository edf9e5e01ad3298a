package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import java.time.Duration;
import java.util.List;

/** Has the statuses that the API server itself writes looked at when it starts, and whenever objects change. */
public final class StatusKeeper implements AutoCloseable {

    private static final Log LOG = Log.of(StatusKeeper.class);
    private static final int BATCH = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Store<JsonMap> store;
    private final List<String> buckets;
    private final Runnable check;
    private volatile boolean closed;

    /**
     * A keeper that does nothing until it is started.
     *
     * @param name what is looked at, for threads and the log
     * @param buckets where the objects are on which the statuses depend
     * @param check writes the statuses that are not what they should be; never runs twice at once
     */
    public StatusKeeper(String name, Store<JsonMap> store, List<String> buckets, Runnable check) {
        this.name = name;
        this.store = store;
        this.buckets = buckets;
        this.check = check;
    }

    public void start() {
        for (var bucket : buckets) {
            Thread.ofVirtual().name("status of " + name).start(() -> run(bucket));
        }
    }

    private void run(String bucket) {
        while (!closed) {
            try (var watch = store.watch(bucket, "", store.latest().revision())) {
                check();
                while (!closed) {
                    if (!watch.take(BATCH, PATIENCE).isEmpty()) {
                        check();
                    }
                }
            } catch (StoreException.Compacted e) {
                LOG.debug("looked at anew", "what", name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException.Unavailable e) {
                if (!closed) {
                    LOG.error("no longer followed", e, "what", name);
                }
                return;
            } catch (StoreException e) {
                LOG.warn("a status was not written, trying again", e, "what", name);
                waitForNews();
            }
        }
    }

    private synchronized void check() {
        check.run();
    }

    private void waitForNews() {
        try {
            store.await(store.revision() + 1, PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
