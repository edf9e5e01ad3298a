package dev.jibe.node.allocation;

import java.time.Instant;

/**
 * Why a resize has not begun.
 *
 * @param reason {@link #DEFERRED} or {@link #INFEASIBLE}
 * @param generation of the pod that asked for it
 */
public record Pending(String reason, String message, long generation, Instant since) {
    public static final String DEFERRED = "Deferred";
    public static final String INFEASIBLE = "Infeasible";

    /** Whether it says the same, however long it has been so. */
    public boolean isLike(Pending other) {
        return reason.equals(other.reason) && message.equals(other.message) && generation == other.generation;
    }
}
