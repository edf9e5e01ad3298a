package dev.jibe.client.leader;

import java.time.Duration;

/**
 * How long a lease lasts and how often it is written.
 *
 * @param leaseDuration after which, unrenewed, others may take it
 * @param renewDeadline after which a holder that cannot renew it stops working; shorter, so that it has stopped by then
 * @param retryPeriod between two attempts to renew it, or to get it
 */
public record Timing(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {

    /** Upstream's. */
    public static final Timing DEFAULT =
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    /** Those who wait for a lease do not ask for it all at once: they add up to this part of the period. */
    private static final double JITTER = 1.2;

    public Timing {
        if (leaseDuration.compareTo(renewDeadline) <= 0 || renewDeadline.compareTo(retryPeriod) <= 0) {
            throw new IllegalArgumentException("a lease must last longer than the deadline to renew it, "
                    + "and that longer than the time between attempts: " + this);
        }
    }

    /** When to ask again for a lease that another holds; {@code chance} is from 0 to 1. */
    Duration retry(double chance) {
        return retryPeriod.plusMillis((long) (retryPeriod.toMillis() * JITTER * chance));
    }
}
