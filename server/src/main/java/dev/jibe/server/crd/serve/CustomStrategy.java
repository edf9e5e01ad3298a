package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.ownership.MergeType;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.crd.schema.Embedded;
import dev.jibe.server.crd.schema.ListCheck;
import dev.jibe.server.crd.schema.SchemaCheck;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.registry.Strategy;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is particular to the objects of one version of a custom resource. */
record CustomStrategy(VersionDefinition version, MergeType merging) implements Strategy {

    private static final FieldFilter NO_STATUS = FieldFilter.except("status");
    private static final FieldFilter STATUS = FieldFilter.except("metadata", "spec");

    CustomStrategy(VersionDefinition version) {
        this(version, CustomMergeType.of(version.schema()));
    }

    @Override
    public MergeType mergeType(StructType type) {
        return merging;
    }

    @Override
    public FieldFilter countedFields(String subresource) {
        return subresource.equals("status") ? STATUS : version.hasStatus() ? NO_STATUS : FieldFilter.all();
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return version.hasStatus() ? object.without("status") : object;
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        var kept = version.hasStatus() ? Fields.copy(old, object, "status") : object;
        if (kept.without("metadata").equals(old.without("metadata"))) {
            return kept;
        }
        long generation = old.map("metadata").number("generation") + 1;
        return kept.with("metadata", kept.map("metadata").with("generation", generation));
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        var metadata = Fields.copy(object.map("metadata"), old.map("metadata"), "managedFields");
        return Fields.copy(object, old, "status").with("metadata", metadata);
    }

    @Override
    public List<FieldError> validate(JsonMap object) {
        var errors = new ArrayList<>(SchemaCheck.check(object, version.schema()));
        errors.addAll(ReplicaRules.spec(object, version.scale()));
        errors.addAll(ReplicaRules.status(object, version.scale()));
        errors.addAll(Embedded.check(object, version.schema()));
        errors.addAll(ListCheck.check(object, version.schema()));
        errors.addAll(version.rules().check(object, null, errors));
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(JsonMap object, JsonMap old) {
        var errors = new ArrayList<>(Validation.checkKeptMetadata(object, old));
        errors.addAll(SchemaCheck.checkUpdate(object, old, version.schema()));
        errors.addAll(ReplicaRules.spec(object, version.scale()));
        errors.addAll(ReplicaRules.status(object, version.scale()));
        errors.addAll(Embedded.check(object, version.schema()));
        addCommon(object, old, errors);
        return errors;
    }

    @Override
    public List<FieldError> validateStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        var errors = new ArrayList<>(Validation.checkKeptMetadata(object, old));
        errors.addAll(SchemaCheck.checkStatus(object, old, version.schema()));
        errors.addAll(ReplicaRules.status(object, version.scale()));
        addCommon(object, old, errors);
        return errors;
    }

    private void addCommon(JsonMap object, JsonMap old, List<FieldError> errors) {
        if (ListCheck.check(old, version.schema()).isEmpty()) {
            errors.addAll(ListCheck.check(object, version.schema()));
        }
        errors.addAll(version.rules().check(object, old, errors));
    }

    @Override
    public boolean countsGenerations() {
        return true;
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public @Nullable String selectableField(JsonMap object, String field) {
        var keys = version.selectable().get(field);
        if (keys == null) {
            return Strategy.super.selectableField(object, field);
        }
        return switch (object.at(keys.toArray(String[]::new))) {
            case String text -> text;
            case Long number -> number.toString();
            case Boolean bool -> bool.toString();
            case null, default -> "";
        };
    }
}
