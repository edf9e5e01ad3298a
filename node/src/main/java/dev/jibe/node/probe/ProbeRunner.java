package dev.jibe.node.probe;

import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.ContainerView;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.client.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the probes of the node's containers while these run. */
public final class ProbeRunner implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Who is told of every probe that fails. */
    @FunctionalInterface
    public interface Reporter {
        void report(Pod pod, String message);
    }

    private final HttpClient client;
    private final HttpProbe http;
    private final ContainerProbes.Means means;
    private final Map<String, Map<String, ContainerProbes>> byPod = new ConcurrentHashMap<>();

    public ProbeRunner(ContainerRuntime runtime, Clock clock, Reporter reporter) {
        this.client = new HttpClient(clock, 1, CONNECT_TIMEOUT);
        this.http = new HttpProbe(client);
        this.means = new ContainerProbes.Means(runtime, http, clock, reporter);
    }

    public HttpProbe http() {
        return http;
    }

    /** Probes exactly the running containers of a pod from now on; answers what is known of them, by container id. */
    public Map<String, Health> keep(Pod pod, List<ContainerView> containers, String podIp, Runnable onChange) {
        Map<String, ContainerProbes> probes = byPod.computeIfAbsent(pod.uid(), uid -> new ConcurrentHashMap<>());
        for (ContainerView view : containers) {
            if (!view.isRunning()) {
                stop(probes, view.id());
            } else if (!probes.containsKey(view.id())) {
                find(pod, view.name()).ifPresent(container -> {
                    var fresh = new ContainerProbes(pod, container, view, podIp, means, onChange);
                    probes.put(view.id(), fresh);
                    fresh.start();
                });
            }
        }
        for (String id : List.copyOf(probes.keySet())) {
            if (containers.stream().noneMatch(view -> view.id().equals(id))) {
                stop(probes, id);
            }
        }
        var health = new HashMap<String, Health>();
        probes.forEach((id, probe) -> health.put(id, probe.health()));
        return health;
    }

    private static void stop(Map<String, ContainerProbes> probes, String id) {
        ContainerProbes old = probes.remove(id);
        if (old != null) {
            old.close();
        }
    }

    private static Optional<Container> find(Pod pod, String name) {
        var all = new ArrayList<>(pod.spec().containers());
        all.addAll(pod.spec().initContainers());
        return all.stream()
                .filter(container -> container.name().equals(name)
                        && (container.hasLivenessProbe()
                                || container.hasReadinessProbe()
                                || container.hasStartupProbe()))
                .findFirst();
    }

    /** The pod is gone. */
    public void forget(String podUid) {
        Map<String, ContainerProbes> probes = byPod.remove(podUid);
        if (probes != null) {
            probes.values().forEach(ContainerProbes::close);
        }
    }

    @Override
    public void close() {
        List.copyOf(byPod.keySet()).forEach(this::forget);
        client.close();
    }
}
