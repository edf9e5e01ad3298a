package dev.jibe.controllers.replicaset;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.v1.Pod;
import java.util.List;

/** A new pod as a ReplicaSet's template describes it; the API server gives it the end of its name. */
final class PodFromTemplate {

    private PodFromTemplate() {}

    static Pod of(ReplicaSet replicaSet) {
        var template = replicaSet.spec().template();
        var metadata = ObjectMeta.EMPTY
                .withGenerateName(replicaSet.name() + "-")
                .withNamespace(replicaSet.namespace())
                .withOwnerReferences(List.of(Owners.controllerReference(ReplicaSet.KIND, replicaSet)));
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
