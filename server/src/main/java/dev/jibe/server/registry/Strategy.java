package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.ownership.MergeType;
import dev.jibe.object.ownership.StructTypes;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.List;

/**
 * What is particular to a kind. The verbs themselves are the same for all.
 *
 * <p>Objects are in the served version, conformed and defaulted. Every method is a pure function.
 */
public interface Strategy {

    /** The object with its gaps filled. */
    default JsonMap defaulted(JsonMap object, StructType type) {
        return Defaults.apply(object, type);
    }

    /** Brings a new object into its first state: clears what clients may not set. */
    default JsonMap prepareForCreate(JsonMap object) {
        return object.without("status");
    }

    /** Keeps from the old object what this update may not change: its status. */
    default JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return Fields.copy(old, object, "status");
    }

    /** The same for kinds that note when something changed. */
    default JsonMap prepareForUpdate(JsonMap object, JsonMap old, Instant now) {
        return prepareForUpdate(object, old);
    }

    /** Keeps from the old object everything but the status. */
    default JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        return prepareForStatusUpdate(object, old);
    }

    /** The same for kinds whose status does not say when it changed. */
    default JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        var metadata = old.map("metadata");
        var changed = object.map("metadata");
        for (var key : List.of("finalizers", "ownerReferences", "labels", "annotations")) {
            changed = Fields.copy(metadata, changed, key);
        }
        return Fields.copy(old, object.with("metadata", changed), "spec");
    }

    /** What of the metadata is shown where nothing else of an object is. */
    default JsonMap shownMetadata(JsonMap metadata) {
        return metadata;
    }

    /** Whether {@link #validate} and its like look at the metadata as well; else it is done for them. */
    default boolean checksMetadata() {
        return false;
    }

    /** Whether an object without a name is given a unique one. */
    default boolean namesItself() {
        return false;
    }

    /** As {@link #prepareForCreate(JsonMap)}, for kinds that note who has created an object. */
    default JsonMap prepareForCreate(JsonMap object, User user) {
        return prepareForCreate(object);
    }

    default List<FieldError> validate(JsonMap object) {
        return List.of();
    }

    default List<FieldError> validateUpdate(JsonMap object, JsonMap old) {
        return validate(object);
    }

    default List<FieldError> validateStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        return List.of();
    }

    default List<String> warnings(JsonMap object) {
        return List.of();
    }

    /** How server-side apply sees objects of the kind. */
    default MergeType mergeType(StructType type) {
        return StructTypes.ofKind(type);
    }

    /**
     * Which changes by an endpoint make the writer the owner of what it changed; the others are undone.
     *
     * @param subresource empty for the main resource
     */
    default FieldFilter countedFields(String subresource) {
        return FieldFilter.all();
    }

    /** What the client is told although its change succeeds. */
    default List<String> warnings(JsonMap object, JsonMap old) {
        return warnings(object);
    }

    /** What the client is told although its change of the status succeeds. */
    default List<String> statusWarnings(JsonMap object) {
        return List.of();
    }

    /** Whether {@code metadata.generation} counts the changes of what is wanted. */
    default boolean countsGenerations() {
        return false;
    }

    /** Whether changes are counted, from one or from none. */
    default boolean countsChanges() {
        return countsGenerations();
    }

    /** Whether an empty list where there was none counts as a change, although both are stored alike. */
    default boolean countsEmptyLists() {
        return false;
    }

    /** Whether an update without a resource version overwrites whatever is there. */
    default boolean allowsUnconditionalUpdate() {
        return true;
    }

    default boolean allowsCreateOnUpdate() {
        return false;
    }

    /** Whether a deletion answers with the object rather than a {@code Status}. */
    default boolean returnsDeletedObject() {
        return false;
    }

    /** What is wrong with a name; empty if nothing. */
    default List<String> wrongName(String name, boolean prefix) {
        return Names.wrongSubdomain(name, prefix);
    }

    /** How long a deletion waits for the object's owner to finish, in seconds; negative if it does not wait at all. */
    default long gracePeriodSeconds(JsonMap object, java.util.OptionalLong asked) {
        return -1;
    }

    /** Whether dependents outlive an object whose deletion does not say what becomes of them. */
    default boolean orphansDependents() {
        return false;
    }

    /**
     * Whether the first update is written even if it changes nothing: upstream stores a new claim without its phase, which
     * it only reads as a default, and writes it down with the first update.
     */
    default boolean isWrittenByFirstUpdate() {
        return false;
    }

    /** What a client is told that deletes without saying what becomes of dependents. */
    default List<String> deletionWarnings() {
        return List.of();
    }

    /** The object as a first deletion leaves it, for kinds that see to that themselves; null for all others. */
    default @org.jspecify.annotations.Nullable JsonMap terminating(JsonMap object, java.time.Instant now) {
        return null;
    }

    /** The value of a field that selectors may name; null for all others. */
    default @org.jspecify.annotations.Nullable String selectableField(JsonMap object, String field) {
        return switch (field) {
            case "metadata.name" -> object.map("metadata").string("name");
            case "metadata.namespace" -> object.map("metadata").string("namespace");
            default -> null;
        };
    }
}
