package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import java.util.List;

/** The way from one version of a custom resource to another, before anything is dropped. */
@FunctionalInterface
interface Converter {

    /** Objects in another version of their group, in the same order. */
    List<JsonMap> convert(List<JsonMap> objects, String apiVersion);

    /** For versions that differ only in their names. */
    Converter RELABEL = (objects, apiVersion) -> objects.stream()
            .map(object -> object.with("apiVersion", apiVersion))
            .toList();
}
