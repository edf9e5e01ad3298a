package dev.jibe.server.registry.versions;

import dev.jibe.object.JsonMap;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Strategy;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Another version has the rules of the current one, which sees every object in its own shape. */
record VersionStrategy(VersionConversion way) implements Strategy {

    /** What webhooks could say of themselves when dry runs were new. */
    private static final List<String> FORMER_SIDE_EFFECTS = List.of("\"Unknown\"", "\"Some\"");

    private Strategy current() {
        return way.successor().strategy();
    }

    private JsonMap to(JsonMap object) {
        return way.toCurrent(object);
    }

    private JsonMap from(JsonMap object) {
        return way.fromCurrent(object);
    }

    @Override
    public JsonMap defaulted(JsonMap object, StructType type) {
        var filled = way.shape().withDefaults(to(object));
        return from(Defaults.apply(filled, way.successor().type()));
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return from(current().prepareForCreate(to(object)));
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object, User user) {
        return from(current().prepareForCreate(to(object), user));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return from(current().prepareForUpdate(to(object), to(old)));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old, Instant now) {
        return from(current().prepareForUpdate(to(object), to(old), now));
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        return from(current().prepareForStatusUpdate(to(object), to(old), now));
    }

    @Override
    public JsonMap shownMetadata(JsonMap metadata) {
        return current().shownMetadata(metadata);
    }

    @Override
    public boolean checksMetadata() {
        return current().checksMetadata();
    }

    @Override
    public boolean namesItself() {
        return current().namesItself();
    }

    @Override
    public List<FieldError> validate(JsonMap object) {
        return stillWrong(current().validate(to(object)));
    }

    @Override
    public List<FieldError> validateUpdate(JsonMap object, JsonMap old) {
        return stillWrong(current().validateUpdate(to(object), to(old)));
    }

    private static List<FieldError> stillWrong(List<FieldError> errors) {
        return errors.stream()
                .filter(error -> !error.field().endsWith(".sideEffects")
                        || FORMER_SIDE_EFFECTS.stream()
                                .noneMatch(value -> error.body().contains(": " + value)))
                .toList();
    }

    @Override
    public List<FieldError> validateStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        return current().validateStatusUpdate(to(object), to(old), now);
    }

    @Override
    public List<String> warnings(JsonMap object) {
        return current().warnings(to(object));
    }

    @Override
    public List<String> warnings(JsonMap object, JsonMap old) {
        return current().warnings(to(object), to(old));
    }

    @Override
    public FieldFilter countedFields(String subresource) {
        return current().countedFields(subresource);
    }

    @Override
    public boolean countsGenerations() {
        return current().countsGenerations();
    }

    @Override
    public boolean countsChanges() {
        return current().countsChanges();
    }

    @Override
    public boolean countsEmptyLists() {
        return current().countsEmptyLists();
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return current().allowsUnconditionalUpdate();
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return current().allowsCreateOnUpdate();
    }

    @Override
    public boolean returnsDeletedObject() {
        return current().returnsDeletedObject();
    }

    @Override
    public List<String> wrongName(String name, boolean prefix) {
        return current().wrongName(name, prefix);
    }

    @Override
    public long gracePeriodSeconds(JsonMap object, OptionalLong asked) {
        return current().gracePeriodSeconds(to(object), asked);
    }

    @Override
    public boolean orphansDependents() {
        return current().orphansDependents();
    }

    @Override
    public boolean isWrittenByFirstUpdate() {
        return current().isWrittenByFirstUpdate();
    }

    @Override
    public List<String> deletionWarnings() {
        return current().deletionWarnings();
    }

    @Override
    public @Nullable JsonMap terminating(JsonMap object, Instant now) {
        var result = current().terminating(to(object), now);
        return result == null ? null : from(result);
    }

    @Override
    public @Nullable String selectableField(JsonMap object, String field) {
        return current().selectableField(to(object), field);
    }
}
