package dev.jibe.controllers.resourceclaim;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimTemplate;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The shell of the resource claim controller: one queue of pods, one of claims. */
public final class ResourceClaimController {
    private static final String CONSUMERS = "consumers";

    private final Resource<ResourceClaim> claims;
    private final Resource<Pod> pods;
    private final Informer<ResourceClaim> claimCache;
    private final Informer<ResourceClaimTemplate> templateCache;
    private final Informer<Pod> podCache;
    private final EventRecorder events;

    private ResourceClaimController(Surroundings surroundings) {
        claims = surroundings.client().of(ResourceClaim.KIND);
        pods = surroundings.client().of(Pod.KIND);
        claimCache = surroundings.informer(ResourceClaim.KIND);
        templateCache = surroundings.informer(ResourceClaimTemplate.KIND);
        podCache = surroundings.informer(Pod.KIND);
        events = surroundings.events("resource_claim");
        claimCache.addIndex(Owners.BY_CONTROLLER, Owners::controllerIndex);
        claimCache.addIndex(
                CONSUMERS,
                claim -> claim.status().reservedFor().stream()
                        .map(it -> claim.namespace() + "/" + it.name())
                        .toList());
    }

    public static void start(Surroundings surroundings) {
        var shell = new ResourceClaimController(surroundings);
        surroundings.running(surroundings
                .controller("resource_claim")
                .mapped(shell.podCache, ResourceClaimController::concerns)
                .ownerOf(shell.claimCache, Pod.KIND)
                .mapped(shell.templateCache, shell::podsOf)
                .start(shell::reconcilePod));
        surroundings.running(surroundings
                .controller("resource_claim_release")
                .on(shell.claimCache)
                .mapped(shell.podCache, shell::claimsOf)
                .start(shell::reconcileClaim));
    }

    private static List<Key> concerns(Pod pod) {
        return pod.spec().resourceClaims().stream().anyMatch(it -> it.hasResourceClaimTemplateName())
                ? List.of(Key.of(pod))
                : List.of();
    }

    private List<Key> podsOf(ResourceClaimTemplate template) {
        return podCache.cache().inNamespace(template.namespace()).stream()
                .filter(pod -> pod.spec().resourceClaims().stream()
                        .anyMatch(it -> it.resourceClaimTemplateName().equals(template.name())))
                .map(Key::of)
                .toList();
    }

    /** The claims that a pod uses or was the reason for. */
    private List<Key> claimsOf(Pod pod) {
        if (!pod.spec().hasResourceClaims() && !pod.status().hasExtendedResourceClaimStatus()) {
            return List.of();
        }
        var result = new ArrayList<Key>();
        claimCache
                .cache()
                .byIndex(CONSUMERS, pod.namespace() + "/" + pod.name())
                .forEach(it -> result.add(Key.of(it)));
        claimCache.cache().byIndex(Owners.BY_CONTROLLER, pod.uid()).forEach(it -> result.add(Key.of(it)));
        return result;
    }

    private Outcome reconcilePod(Key key, Fence fence) {
        var found = podCache.cache().get(key).filter(pod -> !concerns(pod).isEmpty());
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var pod = found.get();
        var owned = claimCache.cache().byIndex(Owners.BY_CONTROLLER, pod.uid());
        var plan = PodClaimsPlan.of(new PodClaimsPlan.Observed(pod, owned, templates(pod)));
        Map<String, String> names = new TreeMap<>(plan.names());
        plan.missing()
                .forEach((entry, claim) -> names.put(
                        entry, fence.wrote(claimCache, claims.create(claim)).name()));
        plan.withoutTemplate().forEach((entry, template) -> {
            var text = "PodResourceClaim " + entry + ": resource claim template \"" + template
                    + "\": resourceclaimtemplate.resource.k8s.io \"" + template + "\" not found";
            events.warning(pod, "FailedResourceClaimCreation", text);
        });
        PodClaimsPlan.statuses(pod, names).ifPresent(statuses -> {
            var status = JsonMap.of("resourceClaimStatuses", JsonList.copyOf(statuses));
            var body = JsonMap.of("metadata", JsonMap.of("uid", pod.uid()), "status", status);
            fence.wrote(podCache, pods.patchStatus(pod.namespace(), pod.name(), new Patch.Merge(body)));
        });
        return Outcome.DONE;
    }

    private Map<String, ResourceClaimTemplate> templates(Pod pod) {
        var result = new HashMap<String, ResourceClaimTemplate>();
        templateCache.cache().inNamespace(pod.namespace()).forEach(it -> result.put(it.name(), it));
        return result;
    }

    private Outcome reconcileClaim(Key key, Fence fence) {
        var found = claimCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var claim = found.get();
        var plan = ClaimPlan.of(claim, name -> pod(claim.namespace(), name));
        try {
            plan.status().ifPresent(it -> fence.wrote(claimCache, claims.updateStatus(it)));
            if (plan.isReleased()) {
                var change = JsonMap.of(
                        "uid", claim.uid(), "$deleteFromPrimitiveList/finalizers", JsonList.of(ClaimPlan.FINALIZER));
                var patch = new Patch.Strategic(JsonMap.of("metadata", change));
                fence.wrote(claimCache, claims.patch(claim.namespace(), claim.name(), patch));
            }
            if (plan.isOver()) {
                claims.delete(claim.namespace(), claim.name(), Deletion.ofUid(claim.uid()));
                fence.deleted(claimCache, key, claim.uid());
            }
        } catch (ApiFailure failure) {
            if (!failure.isNotFound()) {
                throw failure;
            }
        }
        return Outcome.DONE;
    }

    /** Asks the API itself before it says that there is none: the cache may not show it yet. */
    private Optional<Pod> pod(String namespace, String name) {
        return podCache.cache().get(namespace, name).or(() -> pods.find(namespace, name));
    }
}
