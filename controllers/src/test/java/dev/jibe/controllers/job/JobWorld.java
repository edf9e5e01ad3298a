package dev.jibe.controllers.job;

import static dev.jibe.controllers.Fixtures.NOW;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.job.Action.AdoptPod;
import dev.jibe.controllers.job.Action.CreatePod;
import dev.jibe.controllers.job.Action.DeletePod;
import dev.jibe.controllers.job.Action.DropPod;
import dev.jibe.controllers.job.Action.ReleasePod;
import dev.jibe.controllers.job.Action.Tell;
import dev.jibe.controllers.job.Action.Untrack;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Job and its pods, on which plans are carried out, wholly or up to a crash; pods end when told to. */
final class JobWorld {
    Job job;
    final List<Pod> pods = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    Instant now = NOW;
    int succeeded;
    int failed;
    private Backoff backoff = Backoff.NONE;
    private int made;

    JobWorld(String spec) {
        job = Fixtures.object(Job.KIND, "work", """
                {'spec': {'parallelism': 1, 'backoffLimit': 6, 'completionMode': 'NonIndexed',
                 'selector': {'matchLabels': {'app': 'work'}},
                 'template': {'metadata': {'labels': {'app': 'work'}}, 'spec': {'restartPolicy': 'Never',
                  'containers': [{'name': 'c', 'image': 'v1'}]}}}}""");
        var given = dev.jibe.object.json.Json.parseMap(spec.replace('\'', '"'));
        var tree = job.tree().map("spec");
        for (int i = 0; i < given.size(); i++) {
            tree = tree.with(given.keyAt(i), given.valueAt(i));
        }
        job = new Job(job.tree().with("spec", tree));
    }

    JobPlan plan() {
        return JobPlan.of(new JobPlan.Observed(job, pods, backoff, now));
    }

    JobWorld step() {
        apply(plan(), Integer.MAX_VALUE);
        return this;
    }

    /** Plans and applies until there is nothing to do before pods or the time change. */
    JobWorld settle() {
        for (int i = 0; i < 100; i++) {
            var plan = plan();
            if (plan.actions().isEmpty() && plan.status().equals(job.status())) {
                return this;
            }
            apply(plan, Integer.MAX_VALUE);
        }
        throw new AssertionError("does not settle: " + plan());
    }

    /** Carries out as many writes as are said: pods first, then the status, then what it accounts for. */
    void apply(JobPlan plan, int writes) {
        int left = writes;
        for (var action : plan.actions()) {
            if (!(action instanceof Untrack) && !(action instanceof Tell)) {
                if (left-- <= 0) {
                    return;
                }
                change(action);
            }
        }
        if (left-- <= 0) {
            return;
        }
        job = job.withStatus(plan.status());
        backoff = plan.backoff();
        for (var action : plan.actions()) {
            if (action instanceof Tell(String type, String reason, String message)) {
                events.add(reason);
            } else if (action instanceof Untrack(String name, String uid)) {
                if (left-- <= 0) {
                    return;
                }
                change(action);
            }
        }
    }

    private void change(Action action) {
        switch (action) {
            case CreatePod(Pod pod) -> {
                var name = pod.metadata().generateName() + made++;
                pods.add(pod.withMetadata(
                                pod.metadata().withName(name).withUid(name).withCreationTimestamp(now))
                        .withStatus(pod.status().withPhase("Running")));
            }
            case DeletePod(String name, String uid) ->
                replace(
                        uid,
                        pod -> Optional.of(
                                pod.isTerminating()
                                        ? pod
                                        : pod.withMetadata(pod.metadata().withDeletionTimestamp(now))));
            case DropPod(String name, String uid) -> {
                change(new Untrack(name, uid));
                change(new DeletePod(name, uid));
            }
            case Untrack(String name, String uid) ->
                replace(uid, pod -> {
                    var bare = pod.withMetadata(pod.metadata().withoutFinalizers());
                    boolean isGone =
                            bare.isTerminating() && !bare.status().phase().equals("Running");
                    return isGone ? Optional.empty() : Optional.of(bare);
                });
            case AdoptPod adopt -> throw new AssertionError("nobody else makes pods here");
            case ReleasePod release -> throw new AssertionError("nobody changes labels here");
            case Tell tell -> {}
        }
    }

    private void replace(String uid, java.util.function.Function<Pod, Optional<Pod>> change) {
        for (int i = 0; i < pods.size(); i++) {
            if (pods.get(i).uid().equals(uid)) {
                var changed = change.apply(pods.get(i));
                if (changed.isPresent()) {
                    pods.set(i, changed.get());
                } else {
                    pods.remove(i);
                }
                return;
            }
        }
    }

    List<Pod> running() {
        return pods.stream()
                .filter(pod -> pod.status().phase().equals("Running") && !pod.isTerminating())
                .toList();
    }

    /** The node says that the pod has ended. */
    void end(Pod pod, int exitCode) {
        var phase = exitCode == 0 ? "Succeeded" : "Failed";
        if (exitCode == 0) {
            succeeded++;
        } else {
            failed++;
        }
        var state = JsonMap.of("terminated", JsonMap.of("exitCode", (long) exitCode, "finishedAt", now.toString()));
        var status =
                JsonMap.of("phase", phase, "containerStatuses", JsonList.of(JsonMap.of("name", "c", "state", state)));
        replace(pod.uid(), it -> {
            var ended = new Pod(it.tree().with("status", status));
            return ended.isTerminating() && !JobPods.isTracked(ended) ? Optional.empty() : Optional.of(ended);
        });
    }

    Pod at(int index) {
        return running().stream()
                .filter(pod -> JobPods.index(pod) == index)
                .findFirst()
                .orElseThrow();
    }

    List<String> conditions() {
        return job.status().conditions().stream()
                .map(it -> it.type() + "=" + it.status() + " " + it.reason())
                .toList();
    }
}
