package dev.jibe.node.allocation;

import java.util.Set;

/** The conditions that tell of a resize, KEP-1287: each is there or not, but never false. */
public final class ResizeConditions {
    public static final String PENDING = "PodResizePending";
    public static final String IN_PROGRESS = "PodResizeInProgress";
    public static final Set<String> ALL = Set.of(PENDING, IN_PROGRESS);

    private ResizeConditions() {}
}
