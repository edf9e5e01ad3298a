package dev.jibe.controllers;

/**
 * What the controllers do only if a cluster wants it.
 *
 * @param severalOfSets whether a StatefulSet may have several of its pods replaced at a time
 * @param scaleToZero whether an autoscaler may leave nothing running
 * @param trustBundles the version of ClusterTrustBundles that is served; empty if none is
 * @param migrations whether StorageVersionMigrations are served
 * @param taintRules whether administrators put taints on devices, besides their drivers
 * @param podCertificates whether nodes ask for certificates of their pods
 * @param storageVersions whether API servers say how they store objects
 * @param podGroups whether there are groups of pods
 * @param jobGroups whether jobs whose pods all work at once have a group
 * @param poolStatus whether requests for the status of pools of devices are answered
 */
public record OptionalFeatures(
        boolean severalOfSets,
        boolean scaleToZero,
        String trustBundles,
        boolean migrations,
        boolean taintRules,
        boolean podCertificates,
        boolean storageVersions,
        boolean podGroups,
        boolean jobGroups,
        boolean poolStatus) {

    /** None of it. */
    public static final OptionalFeatures NONE =
            new OptionalFeatures(false, false, "", false, false, false, false, false, false, false);
}
