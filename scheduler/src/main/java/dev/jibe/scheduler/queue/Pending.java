package dev.jibe.scheduler.queue;

/**
 * How many pods wait, by why, and how much the scheduler knows.
 *
 * @param gated pods that must not be tried yet
 * @param assumed pods that were given a node and are not known to have got it
 */
public record Pending(int active, int backoff, int unschedulable, int gated, int nodes, int pods, int assumed) {
    public static final Pending NONE = new Pending(0, 0, 0, 0, 0, 0, 0);
}
