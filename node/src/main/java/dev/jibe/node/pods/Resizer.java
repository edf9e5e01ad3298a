package dev.jibe.node.pods;

import dev.jibe.node.allocation.Actuation;
import dev.jibe.node.allocation.PodLimits;
import dev.jibe.node.allocation.ResizeFailure;
import dev.jibe.node.allocation.Summary;
import dev.jibe.node.cri.ContainerUsage;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.launch.SandboxSpecs;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.logging.Log;
import java.io.IOException;
import java.util.List;

/** Brings the resources that a pod was promised to its cgroups, step by step. */
final class Resizer {
    private static final Log LOG = Log.of(Resizer.class);

    private final PodServices services;
    private final PodState state;

    Resizer(PodServices services, PodState state) {
        this.services = services;
        this.state = state;
    }

    /** Does one step after the other; what was done before one fails stays. */
    void run(List<Actuation.Step> steps) {
        try {
            for (Actuation.Step step : steps) {
                switch (step) {
                    case Actuation.SetPod pod -> set(pod);
                    case Actuation.SetContainer container -> set(container);
                }
            }
        } catch (RuntimeFailure e) {
            throw new ResizeFailure(e.text());
        } catch (IOException e) {
            throw new ResizeFailure("cannot set the pod's cgroup: " + e.getMessage());
        } finally {
            save();
        }
    }

    private void set(Actuation.SetPod step) throws IOException {
        String path = SandboxSpecs.cgroupParent(state.pod());
        if (step.lessMemory()) {
            long used = Cgroups.SYSTEM.memoryBytes(path);
            if (used > step.limits().memoryLimitBytes()) {
                throw new ResizeFailure("attempting to set pod memory limit ("
                        + step.limits().memoryLimitBytes() + ") below current usage (" + used + ")");
            }
        }
        Cgroups.SYSTEM.set(path, step.limits());
        state.promises().actuated(step.limits());
    }

    private void set(Actuation.SetContainer step) {
        if (step.lessMemory()) {
            long used = services.runtime().usage().stream()
                    .filter(usage -> usage.containerId().equals(step.id()))
                    .mapToLong(ContainerUsage::memoryUsageBytes)
                    .findFirst()
                    .orElse(0);
            if (used > step.limits().memoryLimitBytes()) {
                throw new ResizeFailure("attempting to set container \"" + step.name() + "\" memory limit ("
                        + step.limits().memoryLimitBytes() + ") below current usage (" + used + ")");
            }
        }
        services.runtime().updateLimits(step.id(), step.limits());
        state.promises().actuated(step.id(), step.limits());
        state.containers().stream()
                .filter(view -> view.id().equals(step.id()))
                .findFirst()
                .ifPresent(view ->
                        state.put(services.runtime().container(step.id()).inSandbox(view.sandboxId())));
    }

    /** Sets the cgroup around the containers, which the runtime made with the sandbox. */
    void begin() {
        Pod pod = state.pod();
        var limits = PodLimits.of(pod);
        try {
            Cgroups.SYSTEM.set(SandboxSpecs.cgroupParent(pod), limits);
            state.promises().actuated(limits);
        } catch (IOException e) {
            LOG.warn("cannot set a pod's cgroup", "pod", pod.name(), "why", e.getMessage());
        }
        save();
    }

    void complete() {
        long generation = state.promises().complete();
        save();
        Pod pod = state.pod();
        services.api().event(pod, "Normal", "ResizeCompleted", Summary.of("Pod resize completed", pod, generation, ""));
    }

    /** Without the file, the next agent takes the spec for what was promised. */
    void save() {
        try {
            state.promises().save(services.node().podDirectory(state.pod().uid()));
        } catch (IOException e) {
            LOG.warn("cannot write down a pod's resources", "pod", state.pod().name(), "why", e.getMessage());
        }
    }
}
