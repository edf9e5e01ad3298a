package dev.jibe.node.pods;

import dev.jibe.node.cri.ContainerView;
import dev.jibe.node.cri.SandboxView;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.probe.Health;
import dev.jibe.object.api.v1.Pod;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a worker knows of its pod, shared by its threads: every access holds its monitor. */
final class PodState {
    private static final Comparator<SandboxView> BY_ATTEMPT =
            Comparator.comparingInt(SandboxView::attempt).thenComparing(SandboxView::createdAt);

    private final Optional<Admission.Refusal> refused;
    private final Promises promises;
    private boolean gone;
    private Map<String, Path> volumes = Map.of();
    private boolean mounted;
    private final Instant firstSeen;
    private final Map<String, SandboxView> sandboxes = new HashMap<>();
    private final Map<String, ContainerView> containers = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private final Map<String, Instant> stopping = new HashMap<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Map<String, Backoff> backoffs = new HashMap<>();

    PodState(Promises promises, Optional<Admission.Refusal> refused, Instant firstSeen) {
        this.promises = promises;
        this.refused = refused;
        this.firstSeen = firstSeen;
    }

    /** The pod with the resources that it was promised. */
    Pod pod() {
        return promises.promised();
    }

    Promises promises() {
        return promises;
    }

    synchronized void gone() {
        gone = true;
    }

    synchronized boolean isGone() {
        return gone;
    }

    synchronized Observed observe(Map<String, Health> health, NodeFacts node, Instant now) {
        Pod pod = promises.promised();
        return new Observed(
                pod,
                gone,
                refused,
                sandbox(),
                List.copyOf(containers.values()),
                health,
                Set.copyOf(busy),
                Map.copyOf(stopping),
                Map.copyOf(troubles),
                Map.copyOf(backoffs),
                mounted,
                pod.status().hasStartTime() ? pod.status().startTime() : firstSeen,
                node.ips(),
                promises.resizing(node),
                now);
    }

    synchronized Optional<SandboxView> sandbox() {
        return sandboxes.values().stream().max(BY_ATTEMPT);
    }

    synchronized List<SandboxView> sandboxes() {
        return List.copyOf(sandboxes.values());
    }

    synchronized List<ContainerView> containers() {
        return List.copyOf(containers.values());
    }

    synchronized void put(SandboxView view) {
        sandboxes.put(view.id(), view);
    }

    synchronized void put(ContainerView view) {
        containers.put(view.id(), view);
    }

    synchronized void removeContainer(String id) {
        containers.remove(id);
        promises.forget(id);
    }

    synchronized void removeSandbox(String id) {
        sandboxes.remove(id);
    }

    /** Forgets what the runtime no longer has, of what it might have said if it had it. */
    synchronized void retain(Collection<String> ids, Set<String> known) {
        for (String id : known) {
            if (!ids.contains(id)) {
                removeContainer(id);
                sandboxes.remove(id);
            }
        }
    }

    synchronized Set<String> knownIds() {
        var ids = new HashSet<>(containers.keySet());
        ids.addAll(sandboxes.keySet());
        return ids;
    }

    /** Marks what an operation works on; false if there is one already. */
    synchronized boolean begin(String what) {
        return busy.add(what);
    }

    synchronized void end(String what) {
        busy.remove(what);
    }

    synchronized void stopping(String id, Instant deadline) {
        stopping.put(id, deadline);
    }

    synchronized void stopped(String id) {
        stopping.remove(id);
    }

    synchronized void trouble(String what, Trouble trouble) {
        troubles.put(what, trouble);
    }

    synchronized Optional<Trouble> troubleOf(String what) {
        return Optional.ofNullable(troubles.get(what));
    }

    synchronized void well(String what) {
        troubles.remove(what);
    }

    synchronized void backoff(String container, Backoff backoff) {
        backoffs.put(container, backoff);
    }

    synchronized void mounted(Map<String, Path> paths) {
        volumes = paths;
        mounted = true;
    }

    synchronized void unmounted() {
        volumes = Map.of();
        mounted = false;
    }

    synchronized boolean isMounted() {
        return mounted;
    }

    synchronized Map<String, Path> volumes() {
        return volumes;
    }
}
