package dev.jibe.object.schema;

import java.util.List;

/**
 * A built-in resource: where it is served and what can be done with it.
 *
 * @param plural the name in paths, such as {@code pods}
 * @param singular the name a user may type instead, such as {@code pod}
 * @param verbs as discovery lists them
 * @param servedByDefault false for the alpha and beta versions, which an administrator has to turn on
 */
public record ResourceInfo(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        List<String> verbs,
        List<Subresource> subresources,
        boolean servedByDefault,
        StructType type) {

    /**
     * A subresource, such as {@code scale}.
     *
     * @param group of the kind that it takes and returns, which may be another than the resource's
     */
    public record Subresource(String name, String group, String version, String kind, List<String> verbs) {}

    /** As {@code apiVersion} spells group and version. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code plural} or {@code plural.group}, as messages name a resource. */
    public String groupResource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
