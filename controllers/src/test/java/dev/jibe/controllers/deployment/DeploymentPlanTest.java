package dev.jibe.controllers.deployment;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.deployment.Action.CreateSet;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.api.apps.v1.DeploymentCondition;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodTemplateSpec;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentPlanTest {

    private static DeploymentCondition condition(World world, String type) {
        return Conditions.find(world.deployment, type).orElseThrow();
    }

    @Test
    void beginsWithASetOfItsTemplate() {
        var world = World.rolling(3, "1", "0");
        var created = assertInstanceOf(CreateSet.class, world.plan().actions().getLast())
                .set();
        assertEquals(3, created.spec().replicas());
        var hash = created.labels().get(Template.HASH_LABEL);
        assertEquals("web-" + hash, created.name());
        assertEquals(hash, created.spec().selector().matchLabels().get(Template.HASH_LABEL));
        assertEquals(hash, created.spec().template().metadata().labels().get(Template.HASH_LABEL));
        assertEquals("1", created.annotations().get("deployment.kubernetes.io/revision"));
        assertEquals(OptionalLong.of(1), world.plan().revision());
        assertEquals(3, world.plan().status().unavailableReplicas());
        assertEquals("3", created.annotations().get("deployment.kubernetes.io/desired-replicas"));
        assertEquals("4", created.annotations().get("deployment.kubernetes.io/max-replicas"));
    }

    @Test
    void tellsItsProgress() {
        var world = World.rolling(3, "1", "0").settle();
        assertEquals("NewReplicaSetCreated", condition(world, "Progressing").reason());
        assertEquals("MinimumReplicasUnavailable", condition(world, "Available").reason());
        assertEquals(
                "Progressing", world.deployment.status().conditions().getFirst().type());
        world.finish();
        assertEquals(
                "Available", world.deployment.status().conditions().getFirst().type());
        assertEquals("NewReplicaSetAvailable", condition(world, "Progressing").reason());
        assertEquals("MinimumReplicasAvailable", condition(world, "Available").reason());
        assertEquals(3, world.deployment.status().availableReplicas());
        assertEquals(1, world.deployment.status().observedGeneration());
    }

    @Test
    void saysOnceWhyASetCouldNotBeCreated() {
        var world = World.rolling(3, "1", "0").finish();
        world.deployment = world.deployment.withStatus(DeploymentStatuses.withoutSet(world.deployment, "no room", NOW));
        var types = world.deployment.status().conditions().stream()
                .map(DeploymentCondition::type)
                .toList();
        assertEquals(List.of("Available", "Progressing"), types);
        assertEquals("False", condition(world, "Progressing").status());
        assertEquals("ReplicaSetCreateError", condition(world, "Progressing").reason());
        assertEquals(
                world.deployment.status(),
                DeploymentStatuses.withoutSet(world.deployment, "still no room", NOW.plusSeconds(1)));
        assertEquals(3, world.deployment.status().availableReplicas());
    }

    /** An old set that has not said yet that it has fewer pods does not make it seem that there are more to spare. */
    @Test
    void countsNoPodsThatAreAboutToGo() {
        var world = World.rolling(4, "1", "1").finish().image("v2").settle();
        assertEquals(3, world.size("v1"));
        assertEquals(2, world.size("v2"));
        world.sets.replaceAll(set -> set.withStatus(set.status()
                .withAvailableReplicas(set.uid().equals(world.of("v1").uid()) ? 4 : 2)));
        world.plan().actions().stream()
                .filter(Action.ResizeSet.class::isInstance)
                .map(Action.ResizeSet.class::cast)
                .filter(resize -> resize.uid().equals(world.of("v1").uid()))
                .forEach(resize -> assertEquals(1, resize.to()));
        assertEquals(1, world.settle().size("v1"));
    }

    /** At no step more pods than allowed, nor fewer available; and at the end all are new. */
    @ParameterizedTest
    @CsvSource({
        "10, 1, 0",
        "10, 0, 1",
        "10, '\"25%\"', '\"25%\"'",
        "1, '\"25%\"', '\"25%\"'",
        "3, 5, 0",
        "4, 0, 4",
        "7, 2, 3",
        "2, 0, 0"
    })
    void rollsWithinItsLimits(int replicas, String surge, String unavailable) {
        var world = World.rolling(replicas, surge, unavailable).finish().image("v2");
        var limits = Limits.of(world.deployment);
        for (int step = 0; step < 100; step++) {
            var before = List.copyOf(world.sets);
            world.settle();
            assertTrue(world.desired() <= replicas + limits.surge(), "too many: " + world.desired());
            assertTrue(world.available() >= replicas - limits.unavailable(), "too few: " + world.available());
            world.podsAreReady();
            if (before.equals(world.sets)) {
                break;
            }
        }
        assertEquals(replicas, world.size("v2"));
        assertEquals(0, world.size("v1"));
        assertEquals("2", world.deployment.annotations().get(Annotations.REVISION));
    }

    @Test
    void aRolloutThatFailsStopsWithinItsLimitsAndIsLate() {
        var world = World.rolling(4, "1", "1").finish().image("broken");
        for (int step = 0; step < 20; step++) {
            world.settle().newPodsStayUnready();
        }
        assertEquals(3, world.size("v1"));
        assertEquals(2, world.size("broken"));
        world.now = world.now.plusSeconds(601);
        world.settle();
        assertEquals("ProgressDeadlineExceeded", condition(world, "Progressing").reason());
        assertEquals("False", condition(world, "Progressing").status());
    }

    @Test
    void aRollbackTakesUpTheOldSet() {
        var world = World.rolling(3, "1", "0")
                .finish()
                .image("v2")
                .finish()
                .image("v1")
                .finish();
        assertEquals(2, world.sets.size());
        assertEquals(3, world.size("v1"));
        assertEquals("3", world.of("v1").annotations().get("deployment.kubernetes.io/revision"));
        assertEquals("1", world.of("v1").annotations().get("deployment.kubernetes.io/revision-history"));
    }

    @Test
    void keepsNoMoreHistoryThanAsked() {
        var world = World.rolling(2, "1", "0").finish();
        for (var image : List.of("v2", "v3", "v4", "v5")) {
            world.image(image).finish();
        }
        assertEquals(3, world.sets.size());
        assertEquals(2, world.size("v5"));
        assertEquals(0, world.size("v3"));
    }

    @Test
    void pausedItScalesButDoesNotRoll() {
        var world = World.rolling(3, "1", "0").finish();
        world.change(tree -> tree.withAt(true, "spec", "paused"))
                .image("v2")
                .replicas(5)
                .finish();
        assertEquals(1, world.sets.size());
        assertEquals(5, world.size("v1"));
        assertEquals("DeploymentPaused", condition(world, "Progressing").reason());
        world.change(tree -> tree.withoutAt("spec", "paused")).finish();
        assertEquals(5, world.size("v2"));
    }

    @Test
    void scalesARolloutInProgressInProportion() {
        var world = World.rolling(10, "3", "2").finish().image("v2");
        world.settle().newPodsStayUnready().settle();
        assertEquals(8, world.size("v1"));
        assertEquals(5, world.size("v2"));
        world.replicas(15).settle();
        assertEquals(11, world.size("v1"));
        assertEquals(7, world.size("v2"));
    }

    @Test
    void recreatesOnlyWhenOldPodsAreGone() {
        var world = new World(3, "{'type': 'Recreate'}").finish().image("v2");
        world.settle();
        assertEquals(0, world.size("v1"));
        assertEquals(3, world.size("v2"));
        var old = Fixtures.object(Pod.KIND, "old", "{'status': {'phase': 'Running'}}");
        var waiting = new World(3, "{'type': 'Recreate'}");
        var plan = DeploymentPlan.of(
                new DeploymentPlan.Observed(waiting.deployment, List.of(), List.of(old), waiting.now));
        assertFalse(plan.actions().stream().anyMatch(CreateSet.class::isInstance));
    }

    @Test
    void scalesToNothingAndBack() {
        var world = World.rolling(3, "1", "0").finish().replicas(0).finish();
        assertEquals(0, world.size("v1"));
        assertEquals(4, world.replicas(4).finish().size("v1"));
    }

    @Test
    void orderOfSetsDoesNotMatter() {
        var random = Random.from(Fixtures.random("DeploymentPlanTest"));
        var world = World.rolling(10, "3", "2").finish();
        for (int i = 2; i < 12; i++) {
            world.image("v" + i).replicas(1 + random.nextInt(20)).settle();
            if (random.nextBoolean()) {
                world.podsAreReady();
            }
            var plan = world.plan();
            world.shuffle(random);
            assertEquals(plan, world.plan());
        }
        world.finish();
        assertEquals(world.deployment.spec().replicas(), world.size("v11"));
        assertEquals(List.of(), world.plan().actions());
    }

    @Test
    void templatesAreTheSameWhateverSaysNothing() {
        var template = new PodTemplateSpec(JsonMap.of("spec", JsonMap.of("nodeName", "n")));
        var noisy = new PodTemplateSpec(template.tree().with("metadata", JsonMap.of("creationTimestamp", Null.NULL)));
        assertEquals(Template.of(template), Template.of(noisy));
    }
}
