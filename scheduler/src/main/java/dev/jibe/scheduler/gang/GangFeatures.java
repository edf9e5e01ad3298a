package dev.jibe.scheduler.gang;

/**
 * What there is of the scheduling of groups.
 *
 * @param groups whether pods of a group are decided together
 * @param gangs whether a group may ask for all or nothing
 * @param topology whether a group may ask for one domain of the nodes
 */
public record GangFeatures(boolean groups, boolean gangs, boolean topology) {

    /** Pods are decided one by one. */
    public static final GangFeatures NONE = new GangFeatures(false, false, false);
}
