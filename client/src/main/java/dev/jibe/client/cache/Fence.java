package dev.jibe.client.cache;

import dev.jibe.object.view.ApiObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What one pass of a reconciler has written, and through which caches it will look next time.
 *
 * <p>Holding a key until the caches show its own writes takes the place of upstream's "expectations": the next pass
 * cannot create the same pods twice for want of having seen the first ones. May be used by several threads.
 */
public final class Fence {
    private final List<Wait> waits = new ArrayList<>();

    /** Something that a cache has yet to show. */
    private sealed interface Wait {
        record Revision(Informer<?> informer, long revision) implements Wait {}

        record Deletion(Informer<?> informer, Key key, String uid) implements Wait {}
    }

    /** Notes the answer to a write; answers it. */
    public synchronized <T extends ApiObject> T wrote(Informer<?> informer, T written) {
        waits.add(new Wait.Revision(informer, Revisions.parse(written.resourceVersion())));
        return written;
    }

    public synchronized void deleted(Informer<?> informer, Key key, String uid) {
        waits.add(new Wait.Deletion(informer, key, uid));
    }

    /** Waits until the caches show everything noted; false if one of them has not in half a minute. */
    public boolean await() throws InterruptedException {
        List<Wait> pending;
        synchronized (this) {
            pending = List.copyOf(waits);
            waits.clear();
        }
        boolean reached = true;
        for (var wait : pending) {
            reached &= switch (wait) {
                case Wait.Revision(Informer<?> informer, long revision) -> informer.awaitRevision(revision);
                case Wait.Deletion(Informer<?> informer, Key key, String uid) -> informer.awaitDeletion(key, uid);
            };
        }
        return reached;
    }
}
