package com.example.website;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/** What a website needs in the cluster: the fields that the operator has an opinion on, and no others. */
final class Desired {

    static final String FIELD_MANAGER = "website-operator";

    private Desired() {}

    static Deployment deployment(Website site) {
        var labels = Map.of("website", site.getMetadata().getName());
        var owner = new OwnerReferenceBuilder()
                .withApiVersion(site.getApiVersion())
                .withKind(site.getKind())
                .withName(site.getMetadata().getName())
                .withUid(site.getMetadata().getUid())
                .withController(true)
                .build();
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(site.getMetadata().getName())
                .withNamespace(site.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(owner)
                .endMetadata()
                .withNewSpec()
                .withReplicas(site.getSpec().getReplicas())
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage(site.getSpec().getImage())
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    static int readyReplicas(Deployment deployment) {
        var status = deployment == null ? null : deployment.getStatus();
        return status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
    }
}
