package dev.jibe.node.simulated;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Change;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Lets pods on simulated nodes live: timers take the place of containers. */
final class SimulatedPods {
    private static final Log LOG = Log.of(SimulatedPods.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String HOST_IP = "10.200.0.1";

    private final SimulatedNodes.Config config;
    private final Resource<Pod> pods;
    private final Clock clock;
    private final Predicate<String> isOurs;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private final Map<String, String> ips = new ConcurrentHashMap<>();
    private final Map<String, Life> lives = new ConcurrentHashMap<>();
    private final AtomicInteger addresses = new AtomicInteger();
    private volatile boolean closed;

    /** Pods on nodes that {@code isOurs} knows by their names. */
    SimulatedPods(SimulatedNodes.Config config, Client client, Clock clock, Predicate<String> isOurs) {
        this.config = config;
        this.pods = client.of(Pod.KIND);
        this.clock = clock;
        this.isOurs = isOurs;
    }

    void changed(Change<Pod> change) {
        var pod = change.object();
        if (closed || !isOurs.test(pod.spec().nodeName())) {
            return;
        }
        switch (change) {
            case Change.Deleted<Pod> deleted -> forget(pod.uid());
            case Change.Added<Pod> added -> consider(pod);
            case Change.Updated<Pod> updated -> consider(pod);
        }
    }

    private void forget(String uid) {
        begun.remove(uid);
        stopping.remove(uid);
        ips.remove(uid);
        lives.remove(uid);
    }

    private void consider(Pod pod) {
        var phase = pod.status().phase();
        if (pod.isTerminating()) {
            if (stopping.add(pod.uid())) {
                clock.schedule(config.stopLatency(), () -> finish(pod));
            }
        } else if (phase.isEmpty() || phase.equals("Pending")) {
            if (begun.add(pod.uid())) {
                clock.schedule(Behaviour.of(pod, config).start(), () -> begin(pod));
            }
        } else if (phase.equals("Running")) {
            if (begun.add(pod.uid())) {
                lives.put(pod.uid(), Life.of(pod));
                endLater(pod);
            }
            adjust(pod);
        }
    }

    private void begin(Pod pod) {
        live(pod, Life.begun(clock.now(), Behaviour.of(pod, config).ready()));
        endLater(pod);
    }

    private void endLater(Pod pod) {
        Behaviour.of(pod, config).run().ifPresent(time -> clock.schedule(time, () -> end(pod)));
    }

    private void end(Pod pod) {
        var life = lives.get(pod.uid());
        if (life == null || closed) {
            return;
        }
        var behaviour = Behaviour.of(pod, config);
        var next = life.end(pod.spec().restartPolicy(), behaviour.exitCode(), behaviour.ready(), clock.now());
        live(pod, next);
        switch (next.state()) {
            case Life.Running running -> endLater(pod);
            case Life.BackingOff(Duration pause) -> clock.schedule(pause, () -> restart(pod));
            case Life.Ended ended -> {}
        }
    }

    private void restart(Pod pod) {
        var life = lives.get(pod.uid());
        if (life != null && !closed) {
            live(pod, life.restarted(Behaviour.of(pod, config).ready(), clock.now()));
            endLater(pod);
        }
    }

    /** Readiness may change at any time, and so may what the pod asks for: it gets that at once. */
    private void adjust(Pod pod) {
        var life = lives.get(pod.uid());
        if (life != null && life.state() instanceof Life.Running(var since, boolean ready)) {
            boolean wanted = Behaviour.of(pod, config).ready();
            if (ready != wanted
                    || pod.status().observedGeneration() < pod.metadata().generation()) {
                var next = life.withReady(wanted);
                lives.put(pod.uid(), next);
                clock.schedule(Duration.ZERO, () -> live(pod, next));
            } else if (ready && !saysReady(pod)) {
                // While its node was not heard of, somebody said otherwise.
                clock.schedule(RETRY, () -> again(pod, life));
            }
        }
    }

    private static boolean saysReady(Pod pod) {
        return pod.status().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.status().equals("True"));
    }

    private String ip(Pod pod) {
        return ips.computeIfAbsent(pod.uid(), uid -> {
            if (!pod.status().podIP().isEmpty()) {
                return pod.status().podIP();
            }
            int number = addresses.getAndIncrement();
            return "10." + (128 + number / 62500 % 64) + "." + number / 250 % 250 + "." + (number % 250 + 1);
        });
    }

    private void live(Pod pod, Life life) {
        if (closed || stopping.contains(pod.uid())) {
            return;
        }
        lives.put(pod.uid(), life);
        var status = SimulatedStatus.of(pod, life, ip(pod), HOST_IP, clock.now());
        var body = JsonMap.of("metadata", JsonMap.of("uid", pod.uid()), "status", status);
        try {
            pods.patchStatus(pod.namespace(), pod.name(), new Patch.Strategic(body));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict() && !closed) {
                LOG.debug("cannot write a status", "pod", pod.name(), "why", failure.getMessage());
                clock.schedule(RETRY, () -> again(pod, life));
            }
        }
    }

    /** Says what could not be said, unless something newer has been said since. */
    private void again(Pod pod, Life life) {
        if (life.equals(lives.get(pod.uid()))) {
            live(pod, life);
        }
    }

    private void finish(Pod pod) {
        if (closed) {
            return;
        }
        try {
            pods.delete(pod.namespace(), pod.name(), Deletion.ofUid(pod.uid()).within(0));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                clock.schedule(RETRY, () -> finish(pod));
            }
        }
    }

    void close() {
        closed = true;
    }
}
