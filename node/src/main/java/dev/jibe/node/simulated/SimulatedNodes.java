package dev.jibe.node.simulated;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
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
import dev.jibe.object.quantity.Quantity;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Any number of nodes that only pretend: a pod bound to one is ready after a while, and gone a while after it was
 * deleted; one that is not to be restarted succeeds. Annotations of a pod ask for something else ({@link Behaviour}). There
 * is one watch for all, and no thread for a pod.
 */
public final class SimulatedNodes implements AutoCloseable {
    private static final Log LOG = Log.of(SimulatedNodes.class);

    /**
     * What the nodes are like.
     *
     * @param startLatency from binding to ready
     * @param stopLatency from deletion to gone
     * @param runTime how long a pod runs that is not always restarted
     * @param cpu what each container uses; likewise {@code memory}
     */
    public record Config(
            List<String> names,
            Map<String, String> labels,
            int cpus,
            long memoryBytes,
            int maxPods,
            Duration startLatency,
            Duration stopLatency,
            Duration runTime,
            Quantity cpu,
            Quantity memory) {

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
                    Duration.ofSeconds(1),
                    Quantity.parse("1m"),
                    Quantity.parse("8Mi"));
        }

        public Config withNames(List<String> others) {
            return new Config(
                    others, labels, cpus, memoryBytes, maxPods, startLatency, stopLatency, runTime, cpu, memory);
        }

        public Config withLatency(Duration start, Duration stop) {
            return new Config(names, labels, cpus, memoryBytes, maxPods, start, stop, runTime, cpu, memory);
        }

        public Config withRunTime(Duration time) {
            return new Config(names, labels, cpus, memoryBytes, maxPods, startLatency, stopLatency, time, cpu, memory);
        }

        /** What each container uses whose pod does not say otherwise. */
        public Config withUsage(Quantity cpuOfEach, Quantity memoryOfEach) {
            return new Config(
                    names,
                    labels,
                    cpus,
                    memoryBytes,
                    maxPods,
                    startLatency,
                    stopLatency,
                    runTime,
                    cpuOfEach,
                    memoryOfEach);
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
    private final SimulatedPods living;

    public SimulatedNodes(Config config, Client client, Clock clock) {
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.names = ConcurrentHashMap.newKeySet();
        this.names.addAll(config.names());
        this.living = new SimulatedPods(config, client, clock, names::contains);
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
        pods.onChange(living::changed);
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

    /** The names of all of them, those that were lost too. */
    public Set<String> names() {
        return Set.copyOf(heartbeats.keySet());
    }

    /** What each that was not lost and its pods use, as a node agent says it at {@code /stats/summary}. */
    public List<JsonMap> summaries() {
        return SimulatedUsage.summaries(names, pods.cache().all(), config, clock.now());
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

    @Override
    public void close() {
        living.close();
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
