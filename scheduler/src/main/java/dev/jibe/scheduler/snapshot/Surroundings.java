package dev.jibe.scheduler.snapshot;

import dev.jibe.object.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * The sums that decide where pods of one template may and would like to be because of other pods.
 *
 * <p>They change as pods come and go; whose they are changes only when other terms appear.
 */
public final class Surroundings {

    /** A sum, and what each of it counts. */
    public record Weighted(Tally tally, long weight) {}

    /** A spread constraint with the sums that it is about. */
    public record Spread(SpreadConstraint constraint, Tally tally, boolean includesItself) {}

    /** When terms were forgotten last; a difference means that these sums are no longer kept. */
    final long epoch;

    /** Of how many terms of other pods it is known whether they are about this pod. */
    int termsSeen;

    final List<Tally> near = new ArrayList<>(0);
    boolean nearItself;
    final List<Tally> avoided = new ArrayList<>(0);
    final List<Tally> avoiding = new ArrayList<>(0);
    final List<Weighted> wishes = new ArrayList<>(0);
    final List<Tally> wishedBy = new ArrayList<>(0);
    final List<Tally> requiredBy = new ArrayList<>(0);
    final List<Spread> hard = new ArrayList<>(0);
    final List<Spread> soft = new ArrayList<>(0);
    LabelSelector defaultSelector = LabelSelector.NOTHING;
    final List<Spread> softByDefault = new ArrayList<>(0);

    Surroundings(long epoch) {
        this.epoch = epoch;
    }

    /** Pods that match all terms of the required affinity, for the topology of each term. */
    public List<Tally> near() {
        return near;
    }

    /** Whether the pod itself matches them all. */
    public boolean nearItself() {
        return nearItself;
    }

    /** Pods that each term of the required anti-affinity is about. */
    public List<Tally> avoided() {
        return avoided;
    }

    /** Pods whose required anti-affinity is about this pod. */
    public List<Tally> avoiding() {
        return avoiding;
    }

    /** Pods that the preferences are about. */
    public List<Weighted> wishes() {
        return wishes;
    }

    /** The weights of preferences of other pods about this one. */
    public List<Tally> wishedBy() {
        return wishedBy;
    }

    /** Pods whose required affinity is about this one. */
    public List<Tally> requiredBy() {
        return requiredBy;
    }

    public List<Spread> hard() {
        return hard;
    }

    public List<Spread> soft() {
        return soft;
    }
}
