package dev.jibe.controllers.ephemeralvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EphemeralVolumePlanTest {
    private final Pod pod = Fixtures.object(Pod.KIND, "p", """
            {'spec': {'volumes': [
                {'name': 'a', 'ephemeral': {'volumeClaimTemplate': {'metadata': {'labels': {'l': 'm'}}, 'spec': {}}}},
                {'name': 'none', 'emptyDir': {}},
                {'name': 'b', 'ephemeral': {'volumeClaimTemplate': {'spec': {}}}}]}}""");

    private static List<String> names(EphemeralVolumePlan plan) {
        return plan.missing().stream()
                .map(wanted -> wanted.volume() + "=" + wanted.claim().name())
                .toList();
    }

    @Test
    void eachVolumeHasItsClaim() {
        var plan = EphemeralVolumePlan.of(pod, Map.of());
        assertEquals(List.of("a=p-a", "b=p-b"), names(plan));
        assertEquals(Map.of("l", "m"), plan.missing().getFirst().claim().labels());
        assertEquals(
                List.of(Owners.controllerReference(Pod.KIND, pod)),
                plan.missing().getLast().claim().metadata().ownerReferences());
    }

    @Test
    void theFirstThatIsAnothersHoldsUpTheRest() {
        var claim = Fixtures.object(PersistentVolumeClaim.KIND, "p-a", "{}");
        var plan = EphemeralVolumePlan.of(pod, Map.of("p-a", claim));
        assertEquals(List.of(), names(plan));
        assertEquals(Optional.of("a"), plan.taken().map(EphemeralVolumePlan.Wanted::volume));
        var owned = claim.withMetadata(
                claim.metadata().withOwnerReferences(List.of(Owners.controllerReference(Pod.KIND, pod))));
        assertEquals(List.of("b=p-b"), names(EphemeralVolumePlan.of(pod, Map.of("p-a", owned))));
    }
}
