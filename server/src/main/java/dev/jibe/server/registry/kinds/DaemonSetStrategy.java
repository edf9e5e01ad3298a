package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Semantic;

/** Daemon sets: an annotation counts their templates, for clients of long ago. */
final class DaemonSetStrategy extends BuiltinStrategy {

    private static final StructType TEMPLATE = Schema.builtin().type("io.k8s.api.core.v1.PodTemplateSpec");
    private static final String TEMPLATES = "deprecated.daemonset.template.generation";

    DaemonSetStrategy(ResourceInfo info, FeatureGates features) {
        super(info, features);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap object) {
        return counted(super.prepareForCreate(object), Math.max(1, count(object)));
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap object, JsonMap old) {
        long before = count(old);
        boolean same = Semantic.equal(
                object.map("spec").map("template"), old.map("spec").map("template"), TEMPLATE);
        return counted(super.prepareForUpdate(object, old), same ? before : before + 1);
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        return counted(super.prepareForStatusUpdate(object, old), count(old));
    }

    /** The annotation belongs to the version of the whole object. */
    @Override
    public JsonMap shownMetadata(JsonMap metadata) {
        var annotations = metadata.map("annotations").without(TEMPLATES);
        return annotations.isEmpty() ? metadata.without("annotations") : metadata.with("annotations", annotations);
    }

    private static long count(JsonMap object) {
        var text = object.map("metadata").map("annotations").string(TEMPLATES);
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static JsonMap counted(JsonMap object, long templates) {
        return object.withAt(String.valueOf(templates), "metadata", "annotations", TEMPLATES);
    }
}
