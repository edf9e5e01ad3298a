package dev.jibe.controllers.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamespacePlanTest {
    private final Namespace going = Fixtures.object(
            Namespace.KIND,
            "gone",
            "{'metadata': {'deletionTimestamp': '2026-01-01T00:00:00Z'}, 'spec': {'finalizers': ['kubernetes', 'other']}}");

    private static NamespacePlan plan(Namespace namespace, List<Remainder> left, List<String> failures) {
        return NamespacePlan.of(new NamespacePlan.Observed(namespace, left, List.of(), failures, Fixtures.NOW));
    }

    private static String message(NamespacePlan plan, String type) {
        return plan.status().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .map(condition -> condition.status() + ": " + condition.message())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEmptyNamespaceIsFinalized() {
        assertEquals(
                List.of(new NamespacePlan.Action.Finalize("gone", List.of("other"))),
                plan(going, List.of(), List.of()).actions());
    }

    @Test
    void whatIsLeftIsNamedAndLookedAtAgain() {
        var held = Json.parseMap("{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");
        var plan = plan(going, List.of(Remainder.of("configmaps.", List.of(held, held))), List.of());
        assertEquals(List.of(), plan.actions());
        assertTrue(plan.recheck().isPresent());
        assertEquals(
                "True: Some resources are remaining: configmaps. has 2 resource instances",
                message(plan, "NamespaceContentRemaining"));
        assertEquals(
                "True: Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances",
                message(plan, "NamespaceFinalizersRemaining"));
        assertEquals(
                plan,
                plan(
                        going.withStatus(plan.status()),
                        List.of(Remainder.of("configmaps.", List.of(held, held))),
                        List.of()));
    }

    @Test
    void afterAFailureItStays() {
        var plan = plan(going, List.of(), List.of("secrets.: no"));
        assertEquals(List.of(), plan.actions());
        assertTrue(message(plan, "NamespaceDeletionContentFailure").startsWith("True: "));
    }

    @Test
    void othersAreLeftAlone() {
        var alive = going.withMetadata(going.metadata().withoutDeletionTimestamp());
        assertEquals(List.of(), plan(alive, List.of(), List.of()).actions());
        var finalized = going.withSpec(going.spec().withoutFinalizers());
        assertEquals(
                new NamespacePlan(List.of(), finalized.status(), Optional.empty()),
                plan(finalized, List.of(), List.of()));
    }
}
