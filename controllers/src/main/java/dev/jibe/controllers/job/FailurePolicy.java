package dev.jibe.controllers.job;

import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import dev.jibe.object.api.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import dev.jibe.object.api.v1.ContainerStatus;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.PodCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pod's failure means to its Job.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy">Pod failure
 * policy</a>.
 */
final class FailurePolicy {

    private FailurePolicy() {}

    /**
     * The rule that applies, or none.
     *
     * @param action FailJob, FailIndex, Count, Ignore; empty if no rule applies
     * @param message why the Job fails, if it does
     */
    record Match(String action, String message) {
        private static final Match NONE = new Match("", "");

        boolean counts() {
            return !action.equals("Ignore");
        }

        boolean failsJob() {
            return action.equals("FailJob");
        }

        boolean failsIndex() {
            return action.equals("FailIndex");
        }
    }

    static Match of(Job job, Pod pod) {
        var rules = job.spec().podFailurePolicy().rules();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            var end = " matching " + rule.action() + " rule at index " + i;
            if (rule.hasOnExitCodes()) {
                var container = container(pod, rule.onExitCodes());
                if (container.isPresent()) {
                    var text = "Container " + container.get().name() + " for pod " + pod.namespace() + "/" + pod.name()
                            + " failed with exit code "
                            + container.get().state().terminated().exitCode();
                    return new Match(rule.action(), text + end);
                }
            } else if (rule.hasOnPodConditions()) {
                var condition = condition(pod, rule.onPodConditions());
                if (condition.isPresent()) {
                    var text = "Pod " + pod.namespace() + "/" + pod.name() + " has condition "
                            + condition.get().type();
                    return new Match(rule.action(), text + end);
                }
            }
        }
        return Match.NONE;
    }

    private static Optional<ContainerStatus> container(Pod pod, PodFailurePolicyOnExitCodesRequirement rule) {
        List<ContainerStatus> statuses = new ArrayList<>(pod.status().containerStatuses());
        statuses.addAll(pod.status().initContainerStatuses());
        return statuses.stream()
                .filter(it -> !rule.hasContainerName() || rule.containerName().equals(it.name()))
                .filter(it -> it.state().hasTerminated()
                        && isMatch(it.state().terminated().exitCode(), rule))
                .findFirst();
    }

    private static boolean isMatch(int exitCode, PodFailurePolicyOnExitCodesRequirement rule) {
        if (exitCode == 0) {
            return false;
        }
        boolean isNamed = rule.values().stream().anyMatch(it -> it.intValue() == exitCode);
        return rule.operator().equals("In") == isNamed;
    }

    private static Optional<PodCondition> condition(Pod pod, List<PodFailurePolicyOnPodConditionsPattern> patterns) {
        return pod.status().conditions().stream()
                .filter(condition -> patterns.stream().anyMatch(pattern -> isMatch(condition, pattern)))
                .findFirst();
    }

    private static boolean isMatch(PodCondition condition, PodFailurePolicyOnPodConditionsPattern pattern) {
        var status = pattern.status().isEmpty() ? "True" : pattern.status();
        return pattern.type().equals(condition.type()) && status.equals(condition.status());
    }
}
