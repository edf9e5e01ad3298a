package dev.jibe.controllers.job;

import dev.jibe.controllers.pods.PodFromTemplate;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.EnvVar;
import dev.jibe.object.api.v1.Pod;
import java.util.ArrayList;
import java.util.List;

/**
 * A new pod of a Job: with the finalizer that keeps it until it is counted, and the index it works at.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode">Completion mode</a>.
 */
final class JobPod {
    private static final String VARIABLE = "JOB_COMPLETION_INDEX";
    private static final int LONGEST_PREFIX = 58;

    private JobPod() {}

    static Pod of(Job job) {
        var pod = PodFromTemplate.of(Job.KIND, job, job.spec().template());
        var finalizers = new ArrayList<>(pod.metadata().finalizers());
        if (!finalizers.contains(JobPods.FINALIZER)) {
            finalizers.add(JobPods.FINALIZER);
        }
        return pod.withMetadata(pod.metadata().withFinalizers(finalizers));
    }

    /** A pod of an index; the counts are written where the Job limits failures by index. */
    static Pod of(Job job, int index, Failures failures) {
        var pod = of(job);
        var text = Integer.toString(index);
        var suffix = "-" + index + "-";
        var prefix = job.name().substring(0, Math.min(job.name().length(), LONGEST_PREFIX - suffix.length()));
        var annotations = pod.metadata().annotationsTree().with(JobPods.INDEX, text);
        if (JobPods.hasLimitPerIndex(job)) {
            annotations = annotations.with(JobPods.FAILURES, Integer.toString(failures.counted()));
            annotations = failures.ignored() == 0
                    ? annotations
                    : annotations.with(JobPods.IGNORED_FAILURES, Integer.toString(failures.ignored()));
        }
        var metadata = pod.metadata()
                .withGenerateName(prefix + suffix)
                .withAnnotationsTree(annotations)
                .withLabelsTree(pod.metadata().labelsTree().with(JobPods.INDEX, text));
        var spec = pod.spec().withHostname(job.name() + "-" + index);
        spec = spec.withContainers(named(spec.containers()));
        if (spec.hasInitContainers()) {
            spec = spec.withInitContainers(named(spec.initContainers()));
        }
        return pod.withMetadata(metadata).withSpec(spec);
    }

    /** Failures of an index so far, by whether they count towards its limit. */
    record Failures(int counted, int ignored) {
        static final Failures NONE = new Failures(0, 0);

        /** Those that a successor of the pod has behind it. */
        static Failures after(Pod failed, Job job) {
            boolean counts = FailurePolicy.of(job, failed).counts();
            int counted = JobPods.failuresBefore(failed);
            int ignored = JobPods.ignoredFailuresBefore(failed);
            return counts ? new Failures(counted + 1, ignored) : new Failures(counted, ignored + 1);
        }
    }

    private static List<Container> named(List<Container> containers) {
        return containers.stream().map(JobPod::named).toList();
    }

    private static Container named(Container container) {
        if (container.env().stream().anyMatch(it -> it.name().equals(VARIABLE))) {
            return container;
        }
        var field = JsonMap.of("fieldPath", "metadata.labels['" + JobPods.INDEX + "']");
        var variable = new EnvVar(JsonMap.of("name", VARIABLE, "valueFrom", JsonMap.of("fieldRef", field)));
        var env = new ArrayList<>(container.env());
        env.add(variable);
        return container.withEnv(env);
    }
}
