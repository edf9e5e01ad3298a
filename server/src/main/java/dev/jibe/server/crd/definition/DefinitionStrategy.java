package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.protobuf.Times;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.registry.kinds.BuiltinStrategy;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is particular to definitions of custom resources. */
public final class DefinitionStrategy extends BuiltinStrategy {

    /** Keeps a definition until its objects are gone. */
    public static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    public DefinitionStrategy(ResourceInfo info) {
        super(info);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return withStorageVersion(super.prepareForCreate(object));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        return withStorageVersion(super.prepareForUpdate(object, old));
    }

    /** A version that is stored from now on has been stored once. */
    private static JsonMap withStorageVersion(JsonMap object) {
        var storage = object.map("spec")
                .list("versions")
                .maps()
                .filter(v -> v.bool("storage"))
                .findFirst();
        var stored = object.map("status").list("storedVersions");
        if (storage.isEmpty() || stored.stream().anyMatch(storage.get().string("name")::equals)) {
            return object;
        }
        return object.withAt(stored.with(storage.get().string("name")), "status", "storedVersions");
    }

    @Override
    public boolean checksMetadata() {
        return false;
    }

    @Override
    public List<FieldError> validate(JsonMap object) {
        return DefinitionRules.check(object);
    }

    @Override
    public List<FieldError> validateUpdate(JsonMap object, JsonMap old) {
        var errors = new ArrayList<>(Validation.checkKeptMetadata(object, old));
        errors.addAll(DefinitionRules.checkUpdate(object, old));
        return errors;
    }

    @Override
    public List<FieldError> validateStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        return DefinitionRules.checkStatus(object);
    }

    @Override
    public @Nullable JsonMap terminating(JsonMap object, Instant now) {
        var metadata = object.map("metadata");
        if (metadata.has("deletionTimestamp")) {
            return null;
        }
        var finalizers = metadata.list("finalizers");
        if (finalizers.stream().noneMatch(FINALIZER::equals)) {
            metadata = metadata.with("finalizers", finalizers.with(FINALIZER));
        }
        var marked = object.with("metadata", metadata.with("deletionTimestamp", Times.seconds(now)));
        return Conditions.with(
                marked,
                Conditions.TERMINATING,
                true,
                "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                now);
    }

    /** A definition without what keeps it from going. */
    public static JsonMap withoutFinalizer(JsonMap object) {
        var left = object.map("metadata").list("finalizers").stream()
                .filter(f -> !f.equals(FINALIZER))
                .toList();
        var metadata = object.map("metadata");
        return object.with(
                "metadata",
                left.isEmpty() ? metadata.without("finalizers") : metadata.with("finalizers", JsonList.copyOf(left)));
    }
}
