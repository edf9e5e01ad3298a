package dev.jibe.server.registry;

import java.util.Map;

/** Where upstream keeps an object: messages name it. */
public final class StorageKey {

    private static final Map<String, String> FOLDERS = Map.of(
            "services", "services/specs",
            "endpoints", "services/endpoints",
            "nodes", "minions",
            "replicationcontrollers", "controllers",
            "ingresses.networking.k8s.io", "ingress",
            "apiservices.apiregistration.k8s.io", "apiregistration.k8s.io/apiservices",
            "customresourcedefinitions.apiextensions.k8s.io", "apiextensions.k8s.io/customresourcedefinitions");

    private StorageKey() {}

    /**
     * The refusal of a write to an object with another uid, without the name of the object.
     *
     * @param root what keys begin with; a dry run knows nothing of it
     */
    public static String otherUid(
            String root, String group, String plural, String namespace, String name, String asked, String uid) {
        return "StorageError: invalid object, Code: 4, Key: " + root + "/" + folder(group, plural) + "/"
                + (namespace.isEmpty() ? "" : namespace + "/") + name
                + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: " + asked
                + ", UID in object meta: " + uid;
    }

    /** The folder of a built-in resource. */
    public static String folder(String group, String plural) {
        var known = FOLDERS.get(group.isEmpty() ? plural : plural + "." + group);
        return known == null ? plural : known;
    }
}
