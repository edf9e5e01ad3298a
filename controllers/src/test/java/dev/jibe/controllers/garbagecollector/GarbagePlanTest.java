package dev.jibe.controllers.garbagecollector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.client.AnyObject;
import dev.jibe.client.Deletion.Propagation;
import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.garbagecollector.Action.Delete;
import dev.jibe.controllers.garbagecollector.Action.DropOwners;
import dev.jibe.controllers.garbagecollector.Action.Orphan;
import dev.jibe.controllers.garbagecollector.Action.RemoveFinalizer;
import dev.jibe.controllers.garbagecollector.Action.Tell;
import dev.jibe.controllers.garbagecollector.Action.Unblock;
import dev.jibe.controllers.garbagecollector.Action.Visit;
import dev.jibe.object.view.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GarbagePlanTest {
    private static final Kind<AnyObject> KIND = AnyObject.kind("", "v1", "ConfigMap", "configmaps", true);
    private static final String OURS = Fixtures.uid(KIND, "it");

    private static AnyObject object(String name, String metadata) {
        return Fixtures.object(KIND, name, "{'metadata': " + metadata + "}");
    }

    private static AnyObject going(String name, String finalizer) {
        return object(name, "{'deletionTimestamp': '2026-01-01T00:00:00Z', 'finalizers': ['%s']}".formatted(finalizer));
    }

    private static Dependent dependent(String name, AnyObject base, boolean blocks) {
        var owner = "{'uid': '%s', 'name': 'it', 'blockOwnerDeletion': %s}".formatted(OURS, blocks);
        var references = object(name, "{'ownerReferences': [%s]}".formatted(owner))
                .metadata()
                .ownerReferences();
        var object = new AnyObject(base.tree()
                .with(
                        "metadata",
                        base.metadata().withOwnerReferences(references).tree()));
        return new Dependent(Identity.of(KIND, object), object);
    }

    private static List<Action> plan(AnyObject object, Map<String, OwnerState> owners, Dependent... dependents) {
        return GarbagePlan.of(new GarbagePlan.Observed(object, owners, List.of(dependents)))
                .actions();
    }

    @ParameterizedTest
    @CsvSource({
        "PRESENT, ABSENT, DROP", "PRESENT, WAITING, DROP", "PRESENT, PRESENT, KEEP", "UNKNOWN, UNKNOWN, KEEP",
        "UNKNOWN, ABSENT, KEEP", "ABSENT, ABSENT, DELETE", "WAITING, WAITING, DELETE", "ABSENT, WAITING, DELETE"
    })
    void anObjectGoesWhenNoOwnerStays(OwnerState first, OwnerState second, String verdict) {
        var wanted = switch (verdict) {
            case "DROP" -> List.of(new DropOwners(Set.of("second")));
            case "DELETE" -> List.of(new Delete(OURS, Propagation.BACKGROUND));
            default -> List.of();
        };
        assertEquals(wanted, plan(object("it", "{}"), Map.of("first", first, "second", second)));
    }

    @Test
    void anOwnerInAnotherNamespaceIsNone() {
        var reference = "{'apiVersion': 'v1', 'kind': 'Pod', 'name': 'p', 'uid': 'first'}";
        var object = object("it", "{'ownerReferences': [%s]}".formatted(reference));
        var said = "ownerRef [v1/Pod, namespace: default, name: p, uid: first] does not exist in namespace \"default\"";
        assertEquals(
                List.of(new Tell(said), new Delete(OURS, Propagation.BACKGROUND)),
                plan(object, Map.of("first", OwnerState.ELSEWHERE)));
    }

    @Test
    void whatNamesNoOwnerStays() {
        assertEquals(List.of(), plan(object("it", "{}"), Map.of()));
    }

    @Test
    void anOwnerThatWaitsVisitsItsDependentsAndGoesWhenNoneBlocks() {
        var owner = going("it", Finalizers.FOREGROUND);
        var blocking = dependent("child", object("child", "{}"), true);
        assertEquals(List.of(new Visit(blocking.identity())), plan(owner, Map.of(), blocking));
        var free = dependent("child", object("child", "{}"), false);
        assertEquals(List.of(new RemoveFinalizer(Finalizers.FOREGROUND)), plan(owner, Map.of(), free));
        assertEquals(List.of(new RemoveFinalizer(Finalizers.FOREGROUND)), plan(owner, Map.of()));
    }

    @Test
    void aDependentOfAWaitingOwnerWaitsForItsOwnDependents() {
        var child = dependent("child", object("child", "{}"), true);
        assertEquals(
                List.of(new Delete(OURS, Propagation.FOREGROUND)),
                plan(object("it", "{}"), Map.of("owner", OwnerState.WAITING), child));
    }

    @Test
    void aCircleIsBroken() {
        var child = dependent("child", going("child", Finalizers.FOREGROUND), true);
        assertEquals(
                List.of(new Unblock(child, OURS), new Delete(OURS, Propagation.FOREGROUND)),
                plan(object("it", "{}"), Map.of("Child", OwnerState.WAITING), child));
    }

    @Test
    void orphansAreFreedBeforeTheOwnerGoes() {
        var child = dependent("child", object("child", "{}"), true);
        assertEquals(
                List.of(new Orphan(child, OURS), new RemoveFinalizer(Finalizers.ORPHAN)),
                plan(going("it", Finalizers.ORPHAN), Map.of(), child));
    }

    @Test
    void whatSomebodyElseHoldsIsLeftAlone() {
        assertEquals(List.of(), plan(going("it", "example.com/hold"), Map.of("owner", OwnerState.ABSENT)));
    }
}
