package dev.jibe.controllers;

/**
 * What the controllers do only if a cluster wants it.
 *
 * @param severalOfSets whether a StatefulSet may have several of its pods replaced at a time
 * @param scaleToZero whether an autoscaler may leave nothing running
 */
public record OptionalFeatures(boolean severalOfSets, boolean scaleToZero) {

    /** None of it. */
    public static final OptionalFeatures NONE = new OptionalFeatures(false, false);
}
