package dev.jibe.schema;

/** The API group that a package of types belongs to. */
final class Groups {
    /** Stands for every group: the kinds of meta/v1 belong to all. */
    static final String META = "meta.k8s.io";

    private Groups() {}

    static String groupOf(String packageName, Overlay overlay) {
        String group = Names.group(packageName);
        Object full = overlay.section("groups", "groups").get(group);
        return full == null ? group : (String) full;
    }
}
