package dev.jibe.client;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/**
 * A change to an object, in one of the forms that the API takes.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply">Patches</a>.
 */
public sealed interface Patch {

    /** JSON Merge Patch (RFC 7386): {@link dev.jibe.object.Null#NULL} removes, lists are replaced. */
    record Merge(JsonMap body) implements Patch {}

    /** Strategic merge patch: lists merge by their keys. Built-in kinds only. */
    record Strategic(JsonMap body) implements Patch {}

    /** JSON Patch (RFC 6902): a list of operations. */
    record Json(JsonList body) implements Patch {}

    default String contentType() {
        return switch (this) {
            case Merge merge -> "application/merge-patch+json";
            case Strategic strategic -> "application/strategic-merge-patch+json";
            case Json json -> "application/json-patch+json";
        };
    }

    default Object content() {
        return switch (this) {
            case Merge(JsonMap body) -> body;
            case Strategic(JsonMap body) -> body;
            case Json(JsonList body) -> body;
        };
    }
}
