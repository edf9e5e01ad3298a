package dev.jibe.scheduler.filter;

import java.util.List;

/**
 * Why a node does not suit a pod; no reasons if it does.
 *
 * @param reasons as upstream prints them
 * @param curable whether it could suit if pods left the node
 */
public record Rejection(List<String> reasons, boolean curable) {

    public static final Rejection NONE = new Rejection(List.of(), true);

    /** A reason that goes away with other pods. */
    public static Rejection curable(String reason) {
        return new Rejection(List.of(reason), true);
    }

    /** A reason that stays, whichever pods leave. */
    public static Rejection lasting(String reason) {
        return new Rejection(List.of(reason), false);
    }

    public boolean isNone() {
        return reasons.isEmpty();
    }
}
