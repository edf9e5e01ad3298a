package dev.jibe.controllers.revisions;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonMap;
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
 * @param hash of the data
 */
public record Snapshot(JsonMap data, String hash) {
    private static final int LONGEST_PREFIX = 223;

    public static Snapshot of(PodTemplateSpec template, int collisionCount) {
        var data = JsonMap.of("spec", JsonMap.of("template", template.tree().with("$patch", "replace")));
        return new Snapshot(data, RevisionHash.of(data, collisionCount));
    }

    public boolean isHeldBy(ControllerRevision revision) {
        return revision.data() instanceof JsonMap held && SafeHash.reduced(held).equals(SafeHash.reduced(data));
    }

    /** A new revision of this content, with a label of the hash besides the template's. */
    ControllerRevision revision(Kind<?> kind, ApiObject owner, JsonMap labels, String hashLabel, long number) {
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
        var data = revision.data() instanceof JsonMap map ? map : JsonMap.EMPTY;
        return new PodTemplateSpec(data.map("spec").map("template").without("$patch"));
    }
}
