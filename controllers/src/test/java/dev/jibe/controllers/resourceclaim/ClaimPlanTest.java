package dev.jibe.controllers.resourceclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimTemplate;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimPlanTest {
    private static final Pod POD = Fixtures.object(Pod.KIND, "p", """
            {'spec': {'nodeName': 'n', 'resourceClaims': [{'name': 'gpu', 'resourceClaimTemplateName': 't'},
             {'name': 'net', 'resourceClaimName': 'shared'}, {'name': 'lost', 'resourceClaimTemplateName': 'none'}]}}""");
    private static final ResourceClaim USED = Fixtures.object(ResourceClaim.KIND, "c", """
            {'metadata': {'finalizers': ['resource.kubernetes.io/delete-protection'],
              'ownerReferences': [{'kind': 'Pod', 'name': 'p', 'uid': 'Pod p', 'controller': true}]},
             'status': {'allocation': {}, 'reservedFor': [{'resource': 'pods', 'name': 'p', 'uid': 'Pod p'}]}}""");

    @Test
    void whatAPodHasATemplateForIsMade() {
        var template = Fixtures.object(ResourceClaimTemplate.KIND, "t", "{'spec': {'spec': {'devices': {}}}}");
        var plan = PodClaimsPlan.of(new PodClaimsPlan.Observed(POD, List.of(), Map.of("t", template)));
        assertEquals(List.of("gpu"), List.copyOf(plan.missing().keySet()));
        assertEquals(Map.of("lost", "none"), plan.withoutTemplate());
        var made = plan.missing().get("gpu");
        assertEquals(
                "p-gpu-", Optional.ofNullable(made).orElseThrow().metadata().generateName());
        assertEquals(
                1,
                PodClaimsPlan.statuses(POD, Map.of("gpu", "p-gpu-x"))
                        .orElseThrow()
                        .size());
    }

    @Test
    void aClaimIsFreedWhenItsPodHasEnded() {
        assertTrue(ClaimPlan.of(USED, name -> Optional.of(POD)).status().isEmpty());
        var ended = POD.withStatus(POD.status().withPhase("Succeeded"));
        var plan = ClaimPlan.of(USED, name -> Optional.of(ended));
        assertTrue(plan.isReleased());
        assertTrue(plan.isOver());
        assertFalse(plan.status().orElseThrow().status().hasAllocation());
        assertTrue(ClaimPlan.of(USED, name -> Optional.empty()).isOver());
    }
}
