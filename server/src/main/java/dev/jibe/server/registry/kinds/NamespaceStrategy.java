package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Fields;

/** Namespaces: active from the start, and kept by their own finalizer until they are empty. */
public final class NamespaceStrategy extends BuiltinStrategy {

    private static final String FINALIZER = "kubernetes";

    NamespaceStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        var finalizers = object.map("spec").list("finalizers");
        boolean there = finalizers.strings().anyMatch(FINALIZER::equals);
        var spec = object.map("spec").with("finalizers", there ? finalizers : finalizers.with(FINALIZER));
        return labelled(object.with("spec", spec).with("status", JsonMap.of("phase", "Active")));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        var spec = Fields.copy(old.map("spec"), object.map("spec"), "finalizers");
        return labelled(Fields.copy(old, object.with("spec", spec), "status"));
    }

    /** Every namespace can be selected by its name. */
    private static JsonMap labelled(JsonMap object) {
        var metadata = object.map("metadata");
        var labels = metadata.map("labels").with("kubernetes.io/metadata.name", metadata.string("name"));
        return object.with("metadata", metadata.with("labels", labels));
    }

    /** What removes finalizers goes through the finalize subresource. */
    public static JsonMap finalized(JsonMap object, JsonMap old) {
        var finalizers = object.map("spec").list("finalizers");
        var spec = finalizers.equals(JsonList.EMPTY)
                ? old.map("spec").without("finalizers")
                : old.map("spec").with("finalizers", finalizers);
        return old.with("spec", spec);
    }
}
