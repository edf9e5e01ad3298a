package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;

/** The way from one version of a custom resource to another, before anything is dropped. */
@FunctionalInterface
interface Converter {

    /** An object in another version of its group. */
    JsonMap convert(JsonMap object, String apiVersion);

    /** For versions that differ only in their names. */
    Converter RELABEL = (object, apiVersion) -> object.with("apiVersion", apiVersion);
}
