package dev.jibe.scheduler.snapshot;

import dev.jibe.object.selector.LabelSelector;

/** What pods belong to: Services that select them, and controllers that made them. */
public interface Owners {

    /** There are none. */
    Owners NONE = pod -> LabelSelector.EVERYTHING;

    /**
     * What all pods beside this one that do the same have in common; empty if it belongs to nothing.
     *
     * <p>See <a
     * href="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints">
     * Built-in default constraints</a>.
     */
    LabelSelector selector(Template pod);
}
