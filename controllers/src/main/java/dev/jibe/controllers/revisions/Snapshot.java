package dev.jibe.controllers.revisions;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonMap;
import dev.jibe.object.RawJson;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.v1.PodTemplateSpec;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.List;

/**
 * A template as a ControllerRevision holds it: as the patch that sets it.
 *
 * @param data the patch
 */
public record Snapshot(JsonMap data) {
    private static final int LONGEST_PREFIX = 223;

    public static Snapshot of(PodTemplateSpec template) {
        return new Snapshot(
                JsonMap.of("spec", JsonMap.of("template", template.tree().with("$patch", "replace"))));
    }

    /** The hash of the revision of a StatefulSet. */
    public String hash(int collisionCount) {
        return RevisionHash.of(data, collisionCount);
    }

    public boolean isHeldBy(ControllerRevision revision) {
        return SafeHash.reduced(dataOf(revision)).equals(SafeHash.reduced(data));
    }

    /** A new revision of this content, named after the hash, which a label besides the template's has too. */
    ControllerRevision revision(
            Kind<?> kind, ApiObject owner, JsonMap labels, String hashLabel, String hash, long number) {
        var prefix = owner.name().substring(0, Math.min(owner.name().length(), LONGEST_PREFIX));
        var metadata = ObjectMeta.EMPTY
                .withName(prefix + "-" + hash)
                .withNamespace(owner.namespace())
                .withLabelsTree(labels.with(hashLabel, hash))
                .withOwnerReferences(List.of(Owners.controllerReference(kind, owner)));
        if (owner.metadata().hasAnnotations()) {
            metadata = metadata.withAnnotationsTree(owner.metadata().annotationsTree());
        }
        return new ControllerRevision(JsonMap.of("data", data, "revision", number))
                .withApiVersion(ControllerRevision.KIND.apiVersion())
                .withKind(ControllerRevision.KIND.kind())
                .withMetadata(metadata);
    }

    /** The template that a revision holds. */
    public static PodTemplateSpec templateOf(ControllerRevision revision) {
        return new PodTemplateSpec(dataOf(revision).map("spec").map("template").without("$patch"));
    }

    /** What a revision holds, as the tree or the text that somebody has written. */
    static JsonMap dataOf(ControllerRevision revision) {
        var data = revision.data() instanceof RawJson raw ? raw.parse() : revision.data();
        return data instanceof JsonMap map ? map : JsonMap.EMPTY;
    }
}
