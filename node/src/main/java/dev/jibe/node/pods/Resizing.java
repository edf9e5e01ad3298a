package dev.jibe.node.pods;

import dev.jibe.node.allocation.Pending;
import dev.jibe.node.allocation.PodLimits;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.LinuxLimits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a pod's containers have what they ask for, as its plan sees it.
 *
 * @param pending why what the pod asks for now was not promised yet
 * @param generation of the pod that is being brought to its containers; 0 if none is
 * @param wanted what the cgroups of containers should be set to, by name
 * @param actual what they were set to, by container id
 * @param podWanted what the cgroup around them should be set to
 * @param podActual what it was set to, if it was
 * @param restarting containers that were stopped to start again with other resources, by id
 */
record Resizing(
        Optional<Pending> pending,
        long generation,
        Map<String, LinuxLimits> wanted,
        Map<String, LinuxLimits> actual,
        PodLimits podWanted,
        Optional<PodLimits> podActual,
        Set<String> restarting) {

    boolean isUnderWay() {
        return generation != 0;
    }

    LinuxLimits wantedOf(String container) {
        return wanted.getOrDefault(container, LinuxLimits.NONE);
    }

    /** What a container has; one of which nothing is known was made before anybody kept account of that. */
    LinuxLimits actualOf(ContainerView view) {
        return actual.getOrDefault(view.id(), wantedOf(view.name()));
    }

    boolean isRestarting(ContainerView view) {
        return restarting.contains(view.id());
    }
}
