package dev.jibe.controllers.disruption;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.controllers.status.ShownSelector;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.policy.v1.PodDisruptionBudgetStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.runtime.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The shell of the disruption controller. */
public final class DisruptionController {
    private final Resource<PodDisruptionBudget> budgets;
    private final Informer<PodDisruptionBudget> budgetCache;
    private final Informer<Pod> podCache;
    private final Scales scales;
    private final EventRecorder events;
    private final Clock clock;

    private DisruptionController(Surroundings surroundings) {
        budgets = surroundings.client().of(PodDisruptionBudget.KIND);
        budgetCache = surroundings.informer(PodDisruptionBudget.KIND);
        podCache = surroundings.informer(Pod.KIND);
        scales = new Scales(surroundings);
        events = surroundings.events("controllermanager");
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings) {
        var shell = new DisruptionController(surroundings);
        shell.podCache.onChange(change -> shell.warnOfSeveral(change.object()));
        var builder =
                surroundings.controller("disruption").on(shell.budgetCache).mapped(shell.podCache, shell::budgetsOf);
        shell.scales.caches().forEach(builder::reads);
        return surroundings.running(builder.start(shell::reconcile));
    }

    private List<Key> budgetsOf(Pod pod) {
        return budgetCache.cache().inNamespace(pod.namespace()).stream()
                .filter(budget -> selects(budget, pod))
                .map(Key::of)
                .toList();
    }

    /** A pod of several budgets can never be evicted. */
    private void warnOfSeveral(Pod pod) {
        var keys = budgetsOf(pod);
        if (keys.size() > 1) {
            var chosen =
                    keys.stream().map(Key::name).min(Comparator.naturalOrder()).orElseThrow();
            var text = "Pod \"" + pod.namespace() + "\"/\"" + pod.name()
                    + "\" matches multiple PodDisruptionBudgets.  Chose \"" + chosen + "\" arbitrarily.";
            events.warning(pod, "MultiplePodDisruptionBudgets", text);
        }
    }

    /** A budget without a selector selects nothing, one with an empty selector everything. */
    private static boolean selects(PodDisruptionBudget budget, Pod pod) {
        return budget.spec().hasSelector()
                && LabelSelector.of(budget.spec().selector().tree())
                        .matches(pod.metadata().labelsTree());
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = budgetCache.cache().get(key);
        if (found.isEmpty()) {
            return Outcome.DONE;
        }
        var budget = found.get();
        try {
            return reconcile(budget, fence);
        } catch (ApiFailure failure) {
            if (failure.isConflict()) {
                throw failure;
            }
            var message = String.valueOf(failure.getMessage());
            events.warning(
                    budget,
                    "CalculateExpectedPodCountFailed",
                    "Failed to calculate the number of expected pods: " + message);
            write(budget, DisruptionPlan.failed(budget, message, clock.now()), fence);
            return Outcome.retry(failure);
        }
    }

    private Outcome reconcile(PodDisruptionBudget budget, Fence fence) {
        var pods = podCache.cache().inNamespace(budget.namespace()).stream()
                .filter(pod -> selects(budget, pod))
                .toList();
        if (pods.isEmpty()) {
            events.normal(budget, "NoPods", "No matching pods found");
        }
        var sizes = DisruptionPlan.needsScales(budget) ? scales.of(pods) : new Scales.Found(Map.of(), List.of());
        var plan = DisruptionPlan.of(
                new DisruptionPlan.Observed(budget, pods, sizes.byUid(), sizes.unmanaged(), clock.now()));
        for (var pod : plan.notDeleted()) {
            var text = "Pod was expected by PDB " + budget.namespace() + "/" + budget.name()
                    + " to be deleted but it wasn't";
            events.warning(pod, "NotDeleted", text);
        }
        if (!plan.unmanaged().isEmpty()) {
            var text = "Pods selected by this PodDisruptionBudget (selector: "
                    + ShownSelector.of(budget.spec().selector())
                    + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly,"
                    + " which may result in undefined behavior. To account for these pods please set"
                    + " \".spec.minAvailable\" field of the PDB to an integer value.";
            events.warning(budget, "UnmanagedPods", text);
        }
        write(budget, plan.status(), fence);
        return plan.recheck().map(Outcome::again).orElse(Outcome.DONE);
    }

    /** Names the resource version that was looked at: evictions write the same fields. */
    private void write(PodDisruptionBudget budget, PodDisruptionBudgetStatus status, Fence fence) {
        if (!status.tree().equals(budget.status().tree())) {
            fence.wrote(budgetCache, budgets.updateStatus(budget.withStatus(status)));
        }
    }
}
