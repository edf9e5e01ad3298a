package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.StructType;
import dev.jibe.runtime.Ids;
import java.time.Instant;
import java.util.List;

/** The part of metadata that the server writes. */
public final class Metadata {

    /** A generated name's prefix may be this long, so that prefix and suffix fit into a label. */
    private static final int MAX_PREFIX = 63 - 5;

    private Metadata() {}

    /** A new object without what clients may not set, in its namespace. */
    public static JsonMap wiped(JsonMap object, String namespace) {
        var metadata = object.map("metadata");
        for (var key :
                List.of("selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "uid", "creationTimestamp")) {
            metadata = metadata.without(key);
        }
        return object.with(
                "metadata",
                namespace.isEmpty() ? metadata.without("namespace") : metadata.with("namespace", namespace));
    }

    static JsonMap forCreate(JsonMap object, String namespace, Resource resource, Instant now, Ids ids) {
        var metadata = object.map("metadata");
        if (metadata.string("name").isEmpty()) {
            if (!metadata.string("generateName").isEmpty()) {
                metadata = metadata.with("name", generated(metadata.string("generateName"), ids));
            } else if (resource.strategy().namesItself()) {
                metadata = metadata.with("name", ids.uuid());
            }
        }
        if (resource.strategy().countsGenerations()) {
            metadata = metadata.with("generation", 1L);
        } else if (metadata.number("generation") == 0) {
            metadata = metadata.without("generation");
        }
        metadata = namespace.isEmpty() ? metadata.without("namespace") : metadata.with("namespace", namespace);
        metadata = metadata.with("uid", ids.uuid()).with("creationTimestamp", Times.seconds(now));
        return object.with("metadata", metadata);
    }

    static String generated(String prefix, Ids ids) {
        var base = prefix.length() > MAX_PREFIX ? prefix.substring(0, MAX_PREFIX) : prefix;
        return base + ids.suffix();
    }

    /** The new object with what an update cannot change. */
    static JsonMap forUpdate(JsonMap object, JsonMap old) {
        var metadata = object.map("metadata");
        var before = old.map("metadata");
        for (var key : List.of("creationTimestamp", "generation")) {
            metadata = Fields.copy(before, metadata, key);
        }
        if (!metadata.has("uid")) {
            metadata = Fields.copy(before, metadata, "uid");
        }
        if (before.has("deletionTimestamp")) {
            metadata = Fields.copy(before, metadata, "deletionTimestamp");
        }
        if (!metadata.has("deletionGracePeriodSeconds")) {
            metadata = Fields.copy(before, metadata, "deletionGracePeriodSeconds");
        }
        if (!metadata.has("resourceVersion")
                || metadata.string("resourceVersion").equals("0")) {
            metadata = Fields.copy(before, metadata, "resourceVersion");
        }
        metadata = Fields.copy(before, metadata, "namespace");
        return object.with("metadata", metadata);
    }

    /** Counts a generation on if anything but metadata and status has changed. */
    static JsonMap withGeneration(JsonMap object, JsonMap old, StructType type) {
        var counted = switch (object.string("kind")) {
            case "Deployment" -> "annotations";
            case "EndpointSlice" -> "labels";
            default -> "";
        };
        boolean annotated = !counted.isEmpty()
                && !Semantic.equal(
                        object.map("metadata").map(counted), old.map("metadata").map(counted));
        if (!annotated && Semantic.equal(wanted(object), wanted(old), type)) {
            return object;
        }
        return withNextGeneration(object, old);
    }

    static JsonMap withNextGeneration(JsonMap object, JsonMap old) {
        long generation = old.map("metadata").number("generation") + 1;
        return object.with("metadata", object.map("metadata").with("generation", generation));
    }

    /** All that is neither metadata nor status. */
    static JsonMap wanted(JsonMap object) {
        return object.without("metadata").without("status");
    }

    /** The object as the store has and compares it: without the version it was read at, and links to itself. */
    static JsonMap unversioned(JsonMap object) {
        return object.with(
                "metadata", object.map("metadata").without("resourceVersion").without("selfLink"));
    }

    /** The namespace that requests about an object are in; that of a namespace is itself. */
    static String namespaceOf(JsonMap object) {
        boolean isNamespace = object.string("kind").equals("Namespace")
                && object.string("apiVersion").equals("v1");
        return object.map("metadata").string(isNamespace ? "name" : "namespace");
    }

    static boolean isTerminating(JsonMap object) {
        return object.map("metadata").has("deletionTimestamp");
    }

    static boolean hasFinalizers(JsonMap object) {
        return !object.map("metadata").list("finalizers").isEmpty();
    }
}
