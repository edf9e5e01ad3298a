package dev.jibe.client.queue;

import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Key;

/** What a controller does for one key: looks at what is there, and takes it closer to what is wanted. */
@FunctionalInterface
public interface Reconciler {

    /** What it writes and will want to see it notes in the fence. What it throws is an {@link Outcome.Retry}. */
    Outcome reconcile(Key key, Fence fence);
}
