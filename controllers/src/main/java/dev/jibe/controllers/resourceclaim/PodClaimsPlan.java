package dev.jibe.controllers.resourceclaim;

import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.pods.PodState;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimTemplate;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodResourceClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a pod needs by way of claims, decided from what was read and nothing else.
 *
 * @param names the claim of each of the pod's entries that has one by a template
 * @param missing claims to be created, by entry
 * @param withoutTemplate templates that are not there, by entry
 */
record PodClaimsPlan(
        Map<String, String> names, Map<String, ResourceClaim> missing, Map<String, String> withoutTemplate) {
    static final String ENTRY = "resource.kubernetes.io/pod-claim-name";

    /**
     * The world as one pod sees it.
     *
     * @param claims those that the pod controls
     * @param templates those of its namespace, by name
     */
    record Observed(Pod pod, List<ResourceClaim> claims, Map<String, ResourceClaimTemplate> templates) {}

    static PodClaimsPlan of(Observed observed) {
        var names = new TreeMap<String, String>();
        var missing = new TreeMap<String, ResourceClaim>();
        var lacking = new TreeMap<String, String>();
        var pod = observed.pod();
        if (!pod.isTerminating() && !PodState.isFinished(pod)) {
            for (var entry : pod.spec().resourceClaims()) {
                if (!entry.hasResourceClaimTemplateName()) {
                    continue;
                }
                var there = observed.claims().stream()
                        .filter(it -> entry.name().equals(it.annotations().get(ENTRY)) && !it.isTerminating())
                        .map(ResourceClaim::name)
                        .sorted()
                        .findFirst();
                var template = Optional.ofNullable(observed.templates().get(entry.resourceClaimTemplateName()));
                if (there.isPresent()) {
                    names.put(entry.name(), there.get());
                } else if (template.isPresent()) {
                    missing.put(entry.name(), claim(pod, entry, template.get()));
                } else {
                    lacking.put(entry.name(), entry.resourceClaimTemplateName());
                }
            }
        }
        return new PodClaimsPlan(names, missing, lacking);
    }

    private static ResourceClaim claim(Pod pod, PodResourceClaim entry, ResourceClaimTemplate template) {
        var metadata = template.spec().metadata();
        var result = ObjectMeta.EMPTY
                .withGenerateName(pod.name() + "-" + entry.name() + "-")
                .withNamespace(pod.namespace())
                .withAnnotationsTree(metadata.annotationsTree().with(ENTRY, entry.name()))
                .withOwnerReferences(
                        List.of(Owners.controllerReference(Pod.KIND, pod).withoutBlockOwnerDeletion()));
        result = metadata.hasLabels() ? result.withLabelsTree(metadata.labelsTree()) : result;
        return new ResourceClaim(JsonMap.of("spec", template.spec().spec().tree()))
                .withApiVersion(ResourceClaim.KIND.apiVersion())
                .withKind(ResourceClaim.KIND.kind())
                .withMetadata(result);
    }

    /** The pod's {@code status.resourceClaimStatuses} with these names; nothing if they are there already. */
    static Optional<List<JsonMap>> statuses(Pod pod, Map<String, String> names) {
        var result = new ArrayList<JsonMap>();
        var left = new TreeMap<>(names);
        for (var status : pod.status().resourceClaimStatuses()) {
            var name = left.remove(status.name());
            result.add(name == null ? status.tree() : status.tree().with("resourceClaimName", name));
        }
        left.forEach((entry, name) -> result.add(JsonMap.of("name", entry, "resourceClaimName", name)));
        return result.equals(
                        pod.status().tree().list("resourceClaimStatuses").maps().toList())
                ? Optional.empty()
                : Optional.of(result);
    }
}
