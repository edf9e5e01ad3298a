package dev.jibe.controllers.deployment;

import static dev.jibe.controllers.Fixtures.NOW;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.deployment.Action.AdoptSet;
import dev.jibe.controllers.deployment.Action.CreateSet;
import dev.jibe.controllers.deployment.Action.DeleteSet;
import dev.jibe.controllers.deployment.Action.ReleaseSet;
import dev.jibe.controllers.deployment.Action.ResizeSet;
import dev.jibe.controllers.deployment.Action.UpdateSet;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A Deployment and its ReplicaSets, on which plans are carried out at once and pods become ready when told to. */
final class World {
    Deployment deployment;
    final List<ReplicaSet> sets = new ArrayList<>();
    Instant now = NOW;

    World(int replicas, String strategy) {
        deployment = Fixtures.object(Deployment.KIND, "web", """
                {'metadata': {'generation': 1},
                 'spec': {'replicas': %d, 'revisionHistoryLimit': 2, 'progressDeadlineSeconds': 600,
                  'selector': {'matchLabels': {'app': 'web'}}, 'strategy': %s,
                  'template': {'metadata': {'labels': {'app': 'web'}}, 'spec': {'containers': [{'name': 'c', 'image': 'v1'}]}}}}""".formatted(replicas, strategy));
    }

    static World rolling(int replicas, String surge, String unavailable) {
        return new World(
                replicas,
                "{'type': 'RollingUpdate', 'rollingUpdate': {'maxSurge': %s, 'maxUnavailable': %s}}"
                        .formatted(surge, unavailable));
    }

    DeploymentPlan plan() {
        return DeploymentPlan.of(new DeploymentPlan.Observed(deployment, sets, List.of(), now));
    }

    /** Plans and applies until there is nothing to do before pods change. */
    World settle() {
        for (int step = 0; step < 100; step++) {
            var plan = plan();
            if (plan.actions().isEmpty()
                    && plan.revision().isEmpty()
                    && plan.status().equals(deployment.status())) {
                return this;
            }
            plan.actions().forEach(this::apply);
            plan.revision().ifPresent(this::note);
            deployment = deployment.withStatus(plan.status());
        }
        throw new AssertionError("does not settle: " + plan());
    }

    /** All pods of all sets exist and are available. */
    World podsAreReady() {
        sets.replaceAll(set -> withPods(set, set.spec().replicas(), set.spec().replicas()));
        return this;
    }

    /** All pods exist, and none that is new is ready. */
    World newPodsStayUnready() {
        sets.replaceAll(set -> withPods(
                set,
                set.spec().replicas(),
                Math.min(set.status().availableReplicas(), set.spec().replicas())));
        return this;
    }

    /** Settles, makes pods ready, and so on until nothing changes. */
    World finish() {
        for (int step = 0; step < 100; step++) {
            settle();
            var before = List.copyOf(sets);
            podsAreReady();
            if (before.equals(sets)) {
                return this;
            }
        }
        throw new AssertionError("does not finish");
    }

    World image(String image) {
        return change(tree -> {
            var containers = deployment.spec().template().spec().containers();
            var changed = containers.getFirst().withImage(image).tree();
            return tree.withAt(JsonList.of(changed), "spec", "template", "spec", "containers");
        });
    }

    World replicas(int replicas) {
        return change(tree -> tree.withAt((long) replicas, "spec", "replicas"));
    }

    World change(UnaryOperator<JsonMap> change) {
        deployment = new Deployment(change.apply(deployment.tree()));
        deployment = deployment.withMetadata(
                deployment.metadata().withGeneration(deployment.metadata().generation() + 1));
        return this;
    }

    ReplicaSet of(String image) {
        return sets.stream()
                .filter(set -> set.spec()
                        .template()
                        .spec()
                        .containers()
                        .getFirst()
                        .image()
                        .equals(image))
                .findFirst()
                .orElseThrow();
    }

    int size(String image) {
        return of(image).spec().replicas();
    }

    int desired() {
        return sets.stream().mapToInt(set -> set.spec().replicas()).sum();
    }

    int available() {
        return sets.stream().mapToInt(set -> set.status().availableReplicas()).sum();
    }

    void shuffle(Random random) {
        Collections.shuffle(sets, random);
    }

    private void apply(Action action) {
        switch (action) {
            case CreateSet(ReplicaSet set) -> {
                var metadata = set.metadata()
                        .withUid("uid of " + set.name())
                        .withGeneration(1)
                        .withCreationTimestamp(NOW.plusSeconds(sets.size()));
                sets.add(withPods(set.withMetadata(metadata), 0, 0));
            }
            case ResizeSet(String name, String uid, int from, int to, JsonMap annotations) ->
                update(
                        uid,
                        set -> annotated(set, annotations).withSpec(set.spec().withReplicas(to)));
            case UpdateSet(String name, String uid, JsonMap annotations, int minReadySeconds) ->
                update(uid, set -> annotated(set, annotations));
            case DeleteSet(String name, String uid) ->
                sets.removeIf(set -> set.uid().equals(uid));
            case AdoptSet adopt -> throw new AssertionError(adopt);
            case ReleaseSet release -> throw new AssertionError(release);
        }
    }

    private void note(long revision) {
        var text = Long.toString(revision);
        deployment = new Deployment(deployment.tree().withAt(text, "metadata", "annotations", Annotations.REVISION));
    }

    private void update(String uid, UnaryOperator<ReplicaSet> change) {
        sets.replaceAll(set -> set.uid().equals(uid) ? trimmed(change.apply(set)) : set);
    }

    private static ReplicaSet annotated(ReplicaSet set, JsonMap annotations) {
        var tree = new JsonMap[] {set.tree()};
        annotations.forEach((key, value) -> tree[0] = tree[0].withAt(value, "metadata", "annotations", key));
        return new ReplicaSet(tree[0]);
    }

    /** A set that shrinks loses unavailable pods first; one that grows has unavailable ones more. */
    private static ReplicaSet trimmed(ReplicaSet set) {
        int size = set.spec().replicas();
        return withPods(set, size, Math.min(set.status().availableReplicas(), size));
    }

    private static ReplicaSet withPods(ReplicaSet set, int pods, int available) {
        return set.withStatus(set.status()
                .withReplicas(pods)
                .withReadyReplicas(available)
                .withAvailableReplicas(available)
                .withObservedGeneration(set.metadata().generation()));
    }
}
