package dev.jibe.schema;

import java.util.List;

/** A resource as the paths of the Java client show it, with the overlay's names. */
record ResourceDef(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        List<String> verbs,
        List<SubresourceDef> subresources,
        boolean servedByDefault,
        String type) {

    record SubresourceDef(String name, String group, String version, String kind, List<String> verbs) {}
}
