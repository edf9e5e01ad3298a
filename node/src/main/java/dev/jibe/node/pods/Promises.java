package dev.jibe.node.pods;

import dev.jibe.node.allocation.Allocation;
import dev.jibe.node.allocation.Checkpoint;
import dev.jibe.node.allocation.Pending;
import dev.jibe.node.allocation.PodLimits;
import dev.jibe.node.allocation.ResizeConditions;
import dev.jibe.node.cri.LinuxLimits;
import dev.jibe.node.launch.Limits;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a pod asks for, what it was promised, and what its containers have of that; every access holds its monitor. */
final class Promises {
    private Pod desired;
    private Pod promised;
    private boolean waiting;
    private Allocation allocation;
    private long resizing;
    private Optional<Pending> pending = Optional.empty();
    private Optional<PodLimits> podLimits;
    private final Map<String, LinuxLimits> actuated = new HashMap<>();
    private final Set<String> restarting = new HashSet<>();

    /** @param found what an earlier agent promised */
    Promises(Pod desired, Optional<Checkpoint> found) {
        this.desired = desired;
        this.allocation = found.map(Checkpoint::allocated).orElseGet(() -> Allocation.of(desired));
        this.resizing = found.map(Checkpoint::resizing).orElse(0L);
        this.podLimits = found.flatMap(Checkpoint::pod);
        found.ifPresent(checkpoint -> actuated.putAll(checkpoint.actuated()));
        this.promised = allocation.onto(desired);
        this.waiting = !allocation.isOf(desired);
        if (waiting) {
            this.pending = desired.status().conditions().stream()
                    .filter(condition -> condition.type().equals(ResizeConditions.PENDING))
                    .findFirst()
                    .map(condition -> new Pending(
                            condition.reason(),
                            condition.message(),
                            condition.observedGeneration(),
                            condition.lastTransitionTime()));
        }
    }

    synchronized Pod desired() {
        return desired;
    }

    /** The pod with the resources that it was promised. */
    synchronized Pod promised() {
        return promised;
    }

    /**
     * The pod's object has changed. Where it asks for other resources, nothing of the change shows before it is decided
     * what becomes of that: else its status would speak of a generation of which it knows nothing yet.
     *
     * @param decides whether anybody will decide
     */
    synchronized void desired(Pod newer, boolean decides) {
        boolean isKnown = pending.isPresent() && Allocation.of(desired).isOf(newer);
        desired = newer;
        waiting = !allocation.isOf(newer);
        if (!waiting) {
            pending = Optional.empty();
        }
        if (!waiting || !decides || isKnown) {
            promised = allocation.onto(newer);
        }
    }

    /** Whether the pod asks for something that it was not promised. */
    synchronized boolean isWaiting() {
        return waiting;
    }

    synchronized Optional<Pending> pending() {
        return pending;
    }

    /** The pod gets what it asks for. */
    synchronized void grant(Pod asked) {
        allocation = Allocation.of(asked);
        promised = allocation.onto(desired);
        waiting = !allocation.isOf(desired);
        pending = Optional.empty();
        resizing = Math.max(1, asked.metadata().generation());
    }

    /** The pod must wait; answers whether that is news. */
    synchronized boolean pend(Pending why) {
        promised = allocation.onto(desired);
        if (pending.filter(why::isLike).isPresent()) {
            return false;
        }
        var since = pending.map(Pending::since).orElse(why.since());
        pending = Optional.of(new Pending(why.reason(), why.message(), why.generation(), since));
        return true;
    }

    /** The containers have what was promised; answers the generation of the pod that asked for it. */
    synchronized long complete() {
        long generation = resizing;
        resizing = 0;
        return generation;
    }

    synchronized void actuated(String id, LinuxLimits limits) {
        actuated.put(id, limits);
    }

    synchronized void actuated(PodLimits limits) {
        podLimits = Optional.of(limits);
    }

    synchronized void restarting(String id) {
        restarting.add(id);
    }

    /** The container is gone. */
    synchronized void forget(String id) {
        actuated.remove(id);
        restarting.remove(id);
    }

    synchronized Resizing resizing(NodeFacts node) {
        var wanted = new HashMap<String, LinuxLimits>();
        for (Container container : Stream.concat(
                        promised.spec().initContainers().stream(), promised.spec().containers().stream())
                .toList()) {
            wanted.put(container.name(), Limits.of(promised, container, node));
        }
        return new Resizing(
                pending,
                resizing,
                wanted,
                Map.copyOf(actuated),
                PodLimits.of(promised),
                podLimits,
                Set.copyOf(restarting));
    }

    /** Writes down what the next agent must know. */
    synchronized void save(Path podDirectory) throws IOException {
        if (Files.isDirectory(podDirectory)) {
            new Checkpoint(allocation, resizing, Map.copyOf(actuated), podLimits).write(podDirectory);
        }
    }
}
