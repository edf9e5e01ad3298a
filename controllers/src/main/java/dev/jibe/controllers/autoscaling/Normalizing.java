package dev.jibe.controllers.autoscaling;

import dev.jibe.object.api.autoscaling.v2.HPAScalingPolicy;
import dev.jibe.object.api.autoscaling.v2.HPAScalingRules;
import dev.jibe.object.api.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Instant;

/**
 * From what the metrics ask for to what is done now: not too soon, not too fast, not out of bounds.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior">Configurable
 * scaling behavior</a>.
 *
 * @param able why it may scale now: reason and message of the condition AbleToScale
 * @param limited why it may not scale as it would; the condition ScalingLimited
 */
record Normalizing(int replicas, Why able, boolean isLimited, Why limited) {
    private static final int DOWN_WINDOW_SECONDS = 300;
    private static final int UP_LEAST = 4;
    private static final Why IN_RANGE =
            new Why("DesiredWithinRange", "the desired count is within the acceptable range");
    private static final Why TOO_MANY =
            new Why("TooManyReplicas", "the desired replica count is more than the maximum replica count");
    private static final Why TOO_FEW =
            new Why("TooFewReplicas", "the desired replica count is less than the minimum replica count");
    private static final Why UP_LIMIT =
            new Why("ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate");
    private static final Why DOWN_LIMIT =
            new Why("ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate");

    record Why(String reason, String message) {}

    static Normalizing of(HorizontalPodAutoscaler scaler, int current, int desired, History history, Instant now) {
        boolean isUp = desired > current;
        var behavior = scaler.spec().behavior();
        int upWindow = behavior.scaleUp().stabilizationWindowSeconds();
        int downWindow = behavior.scaleDown().hasStabilizationWindowSeconds()
                ? behavior.scaleDown().stabilizationWindowSeconds()
                : DOWN_WINDOW_SECONDS;
        int least = desired;
        int most = desired;
        for (var entry : history.recommendations()) {
            if (entry.time().isAfter(now.minusSeconds(upWindow))) {
                least = Math.min(least, entry.replicas());
            }
            if (entry.time().isAfter(now.minusSeconds(downWindow))) {
                most = Math.max(most, entry.replicas());
            }
        }
        int stable = scaler.spec().hasBehavior() ? Math.min(Math.max(current, least), most) : most;
        var able = new Why("ReadyForNewScale", "recommended size matches current size");
        if (stable != desired) {
            able = isUp
                    ? new Why(
                            "ScaleUpStabilized",
                            "recent recommendations were lower than current one, applying the lowest recent recommendation")
                    : new Why(
                            "ScaleDownStabilized",
                            "recent recommendations were higher than current one, applying the highest recent recommendation");
        }
        return scaler.spec().hasBehavior()
                ? byRate(scaler, current, stable, history, able, now)
                : byRule(scaler, current, stable, able);
    }

    private static int least(HorizontalPodAutoscaler scaler) {
        return scaler.spec().hasMinReplicas() ? scaler.spec().minReplicas() : 1;
    }

    /** Without a behaviour: at most twice as many, or four. */
    private static Normalizing byRule(HorizontalPodAutoscaler scaler, int current, int desired, Why able) {
        int least = least(scaler);
        int limit = Math.max(current * 2, UP_LEAST);
        int most = Math.min(scaler.spec().maxReplicas(), limit);
        if (desired < least) {
            return new Normalizing(least, able, true, TOO_FEW);
        }
        if (desired > most) {
            return new Normalizing(most, able, true, scaler.spec().maxReplicas() > limit ? UP_LIMIT : TOO_MANY);
        }
        return new Normalizing(desired, able, false, IN_RANGE);
    }

    private static Normalizing byRate(
            HorizontalPodAutoscaler scaler, int current, int desired, History history, Why able, Instant now) {
        var behavior = scaler.spec().behavior();
        if (desired > current) {
            int limit = Math.max(upLimit(behavior.scaleUp(), current, history, now), current);
            int most = Math.min(scaler.spec().maxReplicas(), limit);
            if (desired > most) {
                return new Normalizing(most, able, true, scaler.spec().maxReplicas() > limit ? UP_LIMIT : TOO_MANY);
            }
        } else if (desired < current) {
            int limit = Math.min(downLimit(behavior.scaleDown(), current, history, now), current);
            int least = Math.max(least(scaler), limit);
            if (desired < least) {
                return new Normalizing(least, able, true, least(scaler) < limit ? DOWN_LIMIT : TOO_FEW);
            }
        }
        return new Normalizing(desired, able, false, IN_RANGE);
    }

    private static int upLimit(HPAScalingRules rules, int current, History history, Instant now) {
        if (rules.selectPolicy().equals("Disabled")) {
            return current;
        }
        boolean isMin = rules.selectPolicy().equals("Min");
        int result = isMin ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (var policy : rules.policies()) {
            int before = before(policy, current, history, now);
            int proposed = policy.type().equals("Pods")
                    ? before + policy.value()
                    : (int) Math.ceil(before * (1 + policy.value() / 100.0));
            result = isMin ? Math.min(result, proposed) : Math.max(result, proposed);
        }
        return result;
    }

    private static int downLimit(HPAScalingRules rules, int current, History history, Instant now) {
        if (rules.selectPolicy().equals("Disabled")) {
            return current;
        }
        boolean isMin = rules.selectPolicy().equals("Min");
        int result = isMin ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (var policy : rules.policies()) {
            int before = before(policy, current, history, now);
            int proposed = policy.type().equals("Pods")
                    ? before - policy.value()
                    : (int) (before * (1 - policy.value() / 100.0));
            result = isMin ? Math.max(result, proposed) : Math.min(result, proposed);
        }
        return result;
    }

    /** How many replicas there were when the period of the policy began. */
    private static int before(HPAScalingPolicy policy, int current, History history, Instant now) {
        var since = now.minusSeconds(policy.periodSeconds());
        return current - History.sumSince(history.ups(), since) + History.sumSince(history.downs(), since);
    }
}
