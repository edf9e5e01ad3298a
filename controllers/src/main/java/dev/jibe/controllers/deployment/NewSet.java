package dev.jibe.controllers.deployment;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.templates.TemplateHash;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.apps.v1.ReplicaSetSpec;
import dev.jibe.object.api.meta.v1.LabelSelector;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.v1.PodTemplateSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The ReplicaSet of a template that has none yet. */
final class NewSet {

    private NewSet() {}

    static String name(Deployment deployment) {
        return deployment.name() + "-" + hash(deployment);
    }

    static ReplicaSet of(Deployment deployment, long revision, int replicas) {
        var hash = hash(deployment);
        var template = deployment.spec().template();
        var labels = template.metadata().labelsTree().with(Template.HASH_LABEL, hash);
        var annotations = Annotations.ofCurrent(deployment, Optional.empty(), revision);
        var sizes = Annotations.sizes(deployment);
        for (int i = 0; i < sizes.size(); i++) {
            annotations = annotations.with(sizes.keyAt(i), sizes.valueAt(i));
        }
        var metadata = ObjectMeta.EMPTY
                .withName(deployment.name() + "-" + hash)
                .withNamespace(deployment.namespace())
                .withLabelsTree(labels)
                .withAnnotationsTree(annotations)
                .withOwnerReferences(List.of(Owners.controllerReference(Deployment.KIND, deployment)));
        var spec = ReplicaSetSpec.EMPTY
                .withReplicas(replicas)
                .withSelector(selector(deployment, hash))
                .withTemplate(new PodTemplateSpec(template.tree().withAt(labels, "metadata", "labels")));
        int minReadySeconds = deployment.spec().minReadySeconds();
        return ReplicaSet.EMPTY
                .withApiVersion(ReplicaSet.KIND.apiVersion())
                .withKind(ReplicaSet.KIND.kind())
                .withMetadata(metadata)
                .withSpec(minReadySeconds == 0 ? spec : spec.withMinReadySeconds(minReadySeconds));
    }

    private static String hash(Deployment deployment) {
        var status = deployment.status();
        var collisions = status.hasCollisionCount() ? OptionalInt.of(status.collisionCount()) : OptionalInt.empty();
        return TemplateHash.of(deployment.spec().template(), collisions);
    }

    private static LabelSelector selector(Deployment deployment, String hash) {
        var selector = deployment.spec().selector();
        return new LabelSelector(
                selector.tree().with("matchLabels", selector.matchLabelsTree().with(Template.HASH_LABEL, hash)));
    }
}
