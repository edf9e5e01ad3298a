package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.probe.Health;
import dev.jibe.object.api.v1.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The world as one pod sees it.
 *
 * @param gone the pod's object no longer exists
 * @param refused why the node did not take it
 * @param sandbox the newest sandbox
 * @param containers all its containers, of all attempts and sandboxes
 * @param health what probes say, by container id; a container without an entry has no probes
 * @param busy what has an operation in flight: names of containers, {@link #SANDBOX}, {@link #VOLUMES},
 *     {@link #RESIZE}
 * @param stopping by when running containers that are being stopped will be killed, by container id
 * @param troubles what failed last time, by the same names as {@code busy}
 * @param backoffs the waits between restarts by container name
 * @param startedAt when the node first saw the pod
 * @param pod with the resources that it was promised, whatever it asks for
 */
record Observed(
        Pod pod,
        boolean gone,
        Optional<Admission.Refusal> refused,
        Optional<SandboxView> sandbox,
        List<ContainerView> containers,
        Map<String, Health> health,
        Set<String> busy,
        Map<String, Instant> stopping,
        Map<String, Trouble> troubles,
        Map<String, Backoff> backoffs,
        boolean mounted,
        Instant startedAt,
        List<String> hostIps,
        Resizing resizing,
        Instant now) {

    /** Keys that no container can have as a name. */
    static final String SANDBOX = "/sandbox";

    static final String VOLUMES = "/volumes";

    static final String RESIZE = "/resize";

    private static final Comparator<ContainerView> NEWEST_FIRST = Comparator.comparingInt(ContainerView::attempt)
            .thenComparing(ContainerView::createdAt)
            .thenComparing(ContainerView::id)
            .reversed();

    /** The containers of a name, the newest first. */
    List<ContainerView> history(String name) {
        return containers.stream()
                .filter(view -> view.name().equals(name))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    Optional<ContainerView> latest(String name) {
        return containers.stream().filter(view -> view.name().equals(name)).min(NEWEST_FIRST);
    }

    /** The newest container of a name in the sandbox that is up. */
    Optional<ContainerView> latestHere(String name) {
        return latest(name)
                .filter(view -> sandbox.isPresent()
                        && view.sandboxId().equals(sandbox.get().id()));
    }

    boolean hasReadySandbox() {
        return sandbox.isPresent() && sandbox.get().ready();
    }

    Health healthOf(ContainerView view) {
        return health.getOrDefault(view.id(), new Health(true, true, ""));
    }
}
