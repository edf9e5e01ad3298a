package dev.jibe.node.simulated;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.localpath.GivenUpVolumes;
import dev.jibe.client.localpath.LocalPath;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.QueueMetrics;
import dev.jibe.node.cri.RuntimeHealth;
import dev.jibe.node.status.Heartbeat;
import dev.jibe.node.status.NodeTree;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Any number of nodes that only pretend: a pod bound to one is ready after a while, and gone a while after it was
 * deleted; one that is not to be restarted succeeds. There is one watch for all, and no thread for a pod.
 */
public final class SimulatedNodes implements AutoCloseable {
    private static final Log LOG = Log.of(SimulatedNodes.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /**
     * What the nodes are like.
     *
     * @param startLatency from binding to ready
     * @param stopLatency from deletion to gone
     * @param runTime how long a pod runs that is not always restarted
     */
    public record Config(
            List<String> names,
            Map<String, String> labels,
            int cpus,
            long memoryBytes,
            int maxPods,
            Duration startLatency,
            Duration stopLatency,
            Duration runTime) {

        /** So many nodes, named {@code node-0}, {@code node-1} and so on. */
        public static Config of(int count) {
            var names = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                names.add("node-" + i);
            }
            return new Config(
                    List.copyOf(names),
                    Map.of(),
                    32,
                    256L << 30,
                    110,
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1));
        }

        public Config withNames(List<String> others) {
            return new Config(others, labels, cpus, memoryBytes, maxPods, startLatency, stopLatency, runTime);
        }

        public Config withLatency(Duration start, Duration stop) {
            return new Config(names, labels, cpus, memoryBytes, maxPods, start, stop, runTime);
        }
    }

    private final Config config;
    private final Client client;
    private final Clock clock;
    private final Informer<Pod> pods;
    private final Informer<PersistentVolume> volumes;
    private final EventRecorder events;
    private volatile @Nullable Controller givenUp;
    /** Those that have not been lost. */
    private final Set<String> names;

    private final Map<String, Heartbeat> heartbeats;
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private final Map<String, String> ips = new ConcurrentHashMap<>();
    private final AtomicInteger addresses = new AtomicInteger();
    private volatile boolean closed;

    public SimulatedNodes(Config config, Client client, Clock clock) {
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.names = ConcurrentHashMap.newKeySet();
        this.names.addAll(config.names());
        this.pods = Informer.of(client, Pod.KIND, Selectors.fields("spec.nodeName!="), clock);
        this.volumes = Informer.of(client, PersistentVolume.KIND, Selectors.ALL, clock);
        this.events = new EventRecorder(client, LocalPath.PROVISIONER, "", clock);
        this.heartbeats = new LinkedHashMap<>();
        for (int i = 0; i < config.names().size(); i++) {
            String name = config.names().get(i);
            String ip = "10.200." + i / 250 % 250 + "." + (i % 250 + 1);
            heartbeats.put(name, new Heartbeat(client, name, clock, before -> look(name, ip, before)));
        }
    }

    private NodeTree look(String name, String ip, JsonMap before) {
        return new NodeTree(new NodeTree.Observed(
                name,
                List.of(ip),
                config.labels(),
                Map.of(),
                config.cpus(),
                config.memoryBytes(),
                config.memoryBytes(),
                1L << 40,
                1L << 40,
                config.maxPods(),
                "",
                10250,
                "fake://1.0.0",
                new RuntimeHealth(true, true, ""),
                List.of(),
                before,
                clock.now()));
    }

    /** Registers the nodes; returns when all are ready. */
    public void start() throws InterruptedException {
        heartbeats.values().forEach(Heartbeat::start);
        pods.onChange(this::changed);
        pods.start();
        givenUp =
                GivenUpVolumes.start(client, volumes, events, clock, QueueMetrics.unread(), this::isHere, volume -> {});
        volumes.start();
        pods.awaitSynced();
        LOG.info("simulated nodes are up", "count", config.names().size());
    }

    private boolean isHere(PersistentVolume volume) {
        return LocalPath.hostname(volume).filter(names::contains).isPresent();
    }

    /** Lets a node fall silent, as one does whose machine has died: no heartbeats, and its pods stay as they are. */
    public void lose(String name) {
        var heartbeat = heartbeats.get(name);
        if (heartbeat == null) {
            throw new IllegalArgumentException("no simulated node " + name + "; there are " + heartbeats.keySet());
        }
        names.remove(name);
        heartbeat.close();
    }

    private void changed(Change<Pod> change) {
        Pod pod = change.object();
        if (closed || !names.contains(pod.spec().nodeName())) {
            return;
        }
        switch (change) {
            case Change.Deleted<Pod> deleted -> forget(pod.uid());
            case Change.Added<Pod> added -> consider(pod);
            case Change.Updated<Pod> updated -> consider(pod);
        }
    }

    private void forget(String uid) {
        started.remove(uid);
        stopping.remove(uid);
        ips.remove(uid);
    }

    private void consider(Pod pod) {
        if (pod.isTerminating()) {
            if (stopping.add(pod.uid())) {
                clock.schedule(config.stopLatency(), () -> finish(pod));
            }
        } else if (pod.status().phase().isEmpty() || pod.status().phase().equals("Pending")) {
            if (started.add(pod.uid())) {
                clock.schedule(config.startLatency(), () -> run(pod));
            }
        } else if (pod.status().phase().equals("Running")
                && started.add(pod.uid())
                && !pod.spec().restartPolicy().equals("Always")) {
            clock.schedule(config.runTime(), () -> succeed(pod));
        }
    }

    private String ip(Pod pod) {
        return ips.computeIfAbsent(pod.uid(), uid -> {
            int number = addresses.getAndIncrement();
            return "10." + (128 + number / 62500 % 64) + "." + number / 250 % 250 + "." + (number % 250 + 1);
        });
    }

    private void run(Pod pod) {
        write(pod, SimulatedStatus.running(pod, ip(pod), "10.200.0.1", clock.now()));
        if (!pod.spec().restartPolicy().equals("Always")) {
            clock.schedule(config.runTime(), () -> succeed(pod));
        }
    }

    private void succeed(Pod pod) {
        write(pod, SimulatedStatus.succeeded(pod, ip(pod), "10.200.0.1", clock.now()));
    }

    private void write(Pod pod, JsonMap status) {
        if (closed || stopping.contains(pod.uid())) {
            return;
        }
        JsonMap body = JsonMap.of("metadata", JsonMap.of("uid", pod.uid()), "status", status);
        try {
            client.of(Pod.KIND).patchStatus(pod.namespace(), pod.name(), new Patch.Strategic(body));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict() && !closed) {
                LOG.debug("cannot write a status", "pod", pod.name(), "why", failure.getMessage());
                clock.schedule(RETRY, () -> write(pod, status));
            }
        }
    }

    private void finish(Pod pod) {
        if (closed) {
            return;
        }
        try {
            client.of(Pod.KIND)
                    .delete(
                            pod.namespace(),
                            pod.name(),
                            Deletion.ofUid(pod.uid()).within(0));
        } catch (ApiFailure failure) {
            if (!failure.isNotFound() && !failure.isConflict()) {
                clock.schedule(RETRY, () -> finish(pod));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        heartbeats.values().forEach(Heartbeat::close);
        pods.close();
        var controller = givenUp;
        if (controller != null) {
            controller.close();
        }
        volumes.close();
        events.close();
    }
}
