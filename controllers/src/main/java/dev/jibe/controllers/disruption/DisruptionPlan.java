package dev.jibe.controllers.disruption;

import dev.jibe.controllers.pods.PodState;
import dev.jibe.controllers.status.Conditions;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.Condition;
import dev.jibe.object.api.policy.v1.PodDisruptionBudget;
import dev.jibe.object.api.policy.v1.PodDisruptionBudgetStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.IntOrString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status that one budget has by its pods, decided from what was read and nothing else.
 *
 * @param notDeleted pods that were evicted a while ago and are still there
 * @param unmanaged pods that no controller has, where the number of pods must be asked of controllers
 * @param recheck how long until an eviction that nothing came of no longer counts
 */
record DisruptionPlan(
        PodDisruptionBudgetStatus status, List<Pod> notDeleted, List<Pod> unmanaged, Optional<Duration> recheck) {

    /** How long an eviction has to show. */
    static final Duration EVICTION_TIMEOUT = Duration.ofMinutes(2);

    private static final String CONDITION = "DisruptionAllowed";

    DisruptionPlan {
        notDeleted = List.copyOf(notDeleted);
        unmanaged = List.copyOf(unmanaged);
    }

    /**
     * The world as one budget sees it.
     *
     * @param pods those that it selects
     * @param scales how many pods their controllers are to have, by the uid of each; only asked for if it is needed
     * @param unmanaged the pods that no controller has
     */
    record Observed(
            PodDisruptionBudget budget,
            List<Pod> pods,
            Map<String, Integer> scales,
            List<Pod> unmanaged,
            Instant now) {}

    /** Whether the number of pods must be asked of the pods' controllers, and is not just that of the pods. */
    static boolean needsScales(PodDisruptionBudget budget) {
        var spec = budget.spec();
        return spec.hasMaxUnavailable() || (spec.hasMinAvailable() && spec.minAvailable() instanceof IntOrString.Text);
    }

    static DisruptionPlan of(Observed observed) {
        var budget = observed.budget();
        var notDeleted = new ArrayList<Pod>();
        var disrupted = JsonMap.EMPTY;
        Optional<Duration> recheck = Optional.empty();
        for (var pod :
                observed.pods().stream().sorted(Comparator.comparing(Pod::name)).toList()) {
            var time = budget.status().disruptedPods().get(pod.name());
            if (time == null || pod.isTerminating()) {
                continue;
            }
            var left = Duration.between(observed.now(), Instant.parse(time).plus(EVICTION_TIMEOUT));
            if (left.isPositive()) {
                disrupted = disrupted.with(pod.name(), time);
                recheck = recheck.filter(it -> it.compareTo(left) < 0).or(() -> Optional.of(left));
            } else {
                notDeleted.add(pod);
            }
        }
        return new DisruptionPlan(status(observed, disrupted), notDeleted, observed.unmanaged(), recheck);
    }

    private static PodDisruptionBudgetStatus status(Observed observed, JsonMap disrupted) {
        var budget = observed.budget();
        int healthy = (int) observed.pods().stream()
                .filter(pod -> !pod.isTerminating() && !disrupted.has(pod.name()) && PodState.isReady(pod))
                .count();
        int expected = needsScales(budget)
                ? observed.scales().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                : observed.pods().size();
        int desired = desired(budget, expected);
        int allowed = expected <= 0 ? 0 : Math.max(healthy - desired, 0);
        var status = PodDisruptionBudgetStatus.EMPTY
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(desired)
                .withExpectedPods(expected)
                .withDisruptionsAllowed(allowed)
                .withObservedGeneration(budget.metadata().generation());
        status = disrupted.isEmpty() ? status : status.withDisruptedPodsTree(disrupted);
        var reason = allowed > 0 ? "SufficientPods" : "InsufficientPods";
        return status.withConditions(
                condition(budget, budget.metadata().generation(), allowed > 0, reason, "", observed.now()));
    }

    private static int desired(PodDisruptionBudget budget, int expected) {
        var spec = budget.spec();
        if (spec.hasMaxUnavailable()) {
            return Math.max(expected - spec.maxUnavailable().scaled(expected, true), 0);
        }
        return spec.hasMinAvailable() ? spec.minAvailable().scaled(expected, true) : 0;
    }

    /** The status when it could not be found out: nothing may be evicted. */
    static PodDisruptionBudgetStatus failed(PodDisruptionBudget budget, String message, Instant now) {
        return budget.status()
                .withDisruptionsAllowed(0)
                .withConditions(
                        condition(budget, budget.status().observedGeneration(), false, "SyncFailed", message, now));
    }

    private static List<Condition> condition(
            PodDisruptionBudget budget, long generation, boolean holds, String reason, String message, Instant now) {
        var condition = Condition.EMPTY
                .withType(CONDITION)
                .withStatus(holds ? "True" : "False")
                .withReason(reason)
                .withMessage(message);
        condition = generation == 0 ? condition : condition.withObservedGeneration(generation);
        return Conditions.with(budget.status().conditions(), condition, now);
    }
}
