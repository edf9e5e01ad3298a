package dev.jibe.controllers.pods;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodTemplateSpec;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.List;

/** A new pod as a template describes it; the API server gives it the end of its name. */
public final class PodFromTemplate {

    private PodFromTemplate() {}

    public static Pod of(Kind<?> kind, ApiObject owner, PodTemplateSpec template) {
        var metadata = ObjectMeta.EMPTY
                .withGenerateName(owner.name() + "-")
                .withNamespace(owner.namespace())
                .withOwnerReferences(List.of(Owners.controllerReference(kind, owner)));
        if (template.metadata().hasLabels()) {
            metadata = metadata.withLabelsTree(template.metadata().labelsTree());
        }
        if (template.metadata().hasAnnotations()) {
            metadata = metadata.withAnnotationsTree(template.metadata().annotationsTree());
        }
        if (template.metadata().hasFinalizers()) {
            metadata = metadata.withFinalizers(template.metadata().finalizers());
        }
        return Pod.EMPTY
                .withApiVersion(Pod.KIND.apiVersion())
                .withKind(Pod.KIND.kind())
                .withMetadata(metadata)
                .withSpec(template.spec());
    }
}
