package dev.jibe.node;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.localpath.GivenUpVolumes;
import dev.jibe.client.localpath.LocalPath;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.QueueMetrics;
import dev.jibe.node.api.ClientApi;
import dev.jibe.node.api.Sight;
import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.cri.RuntimeHealth;
import dev.jibe.node.launch.ContainerSpecs;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.pods.PodServices;
import dev.jibe.node.pods.Pods;
import dev.jibe.node.probe.ProbeRunner;
import dev.jibe.node.serve.LogRotation;
import dev.jibe.node.serve.NodeServer;
import dev.jibe.node.stats.StatsSummary;
import dev.jibe.node.status.Heartbeat;
import dev.jibe.node.status.Machine;
import dev.jibe.node.status.NodeTree;
import dev.jibe.node.volume.LocalDirectories;
import dev.jibe.node.volume.Volumes;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.PersistentVolume;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent of one node: runs the pods that are bound to it, and tells the API how they and the node are. */
public final class NodeAgent implements AutoCloseable {
    private static final Log LOG = Log.of(NodeAgent.class);
    private static final Duration ROTATE_EVERY = Duration.ofSeconds(10);
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(1);

    private final NodeConfig config;
    private final ContainerRuntime runtime;
    private final Clock clock;
    private final ClientApi api;
    private final ProbeRunner probes;
    private final Pods pods;
    private final LogRotation rotation;
    private final NodeServer server;
    private final Heartbeat heartbeat;
    private final Informer<Pod> bound;
    private final LocalDirectories directories;
    private final Informer<PersistentVolume> volumes;
    private final EventRecorder events;
    private final Controller givenUp;
    private volatile @Nullable Cancellable nextRotation;
    private volatile @Nullable Cancellable nextRefresh;
    private volatile boolean closed;

    public NodeAgent(NodeConfig config, ContainerRuntime runtime, Client client, Clock clock, Metrics metrics)
            throws WireException {
        this.config = config;
        this.runtime = runtime;
        this.clock = clock;
        this.api = new ClientApi(client, config.name(), config.sight(), clock);
        this.probes =
                new ProbeRunner(runtime, clock, (pod, message) -> api.event(pod, "Warning", "Unhealthy", message));
        var facts = new NodeFacts(
                config.name(),
                config.ips(),
                config.clusterDns(),
                config.clusterDomain(),
                config.dataDirectory().toAbsolutePath().normalize(),
                Machine.memoryBytes(),
                Machine.cpus() * 1000L);
        this.pods = new Pods(new PodServices(
                runtime, api, new Volumes(api, facts, clock), new ContainerSpecs(api, facts), facts, probes, clock));
        this.rotation = new LogRotation(pods, runtime);
        metrics.gauge(
                "kubelet_running_pods",
                "Number of pods on the node",
                () -> pods.all().size());
        this.server = new NodeServer(
                ServerConfig.https("0.0.0.0", config.port(), config.tls(), clock)
                        .withEventLoops(1),
                new NodeServer.Parts(
                        pods,
                        runtime,
                        new StatsSummary(runtime, config.name(), clock),
                        metrics,
                        config.clients(),
                        clock));
        this.heartbeat = new Heartbeat(client, config.name(), clock, this::look);
        this.bound = Informer.of(client, Pod.KIND, Selectors.fields("spec.nodeName=" + config.name()), clock);
        this.directories = new LocalDirectories(config.dataDirectory(), config.name());
        this.volumes = Informer.of(client, PersistentVolume.KIND, Selectors.ALL, clock);
        this.events = new EventRecorder(client, LocalPath.PROVISIONER, config.name(), clock);
        this.givenUp = GivenUpVolumes.start(
                client, volumes, events, clock, QueueMetrics.unread(), directories::isHere, directories::remove);
    }

    /** Registers the node and takes over the pods that are bound to it; returns when it serves. */
    public void start() throws InterruptedException {
        heartbeat.start();
        api.start(pods::sourceChanged);
        bound.onChange(this::changed);
        bound.start();
        bound.awaitSynced();
        pods.start();
        volumes.start();
        rotateLogs();
        refreshSources();
        LOG.info("node is up", "name", config.name(), "port", server.port(), "runtime", runtime.version());
    }

    private void changed(Change<Pod> change) {
        switch (change) {
            case Change.Added<Pod>(Pod now) -> pods.update(now);
            case Change.Updated<Pod>(Pod before, Pod now) -> {
                if (!before.uid().equals(now.uid())) {
                    pods.gone(before);
                }
                pods.update(now);
            }
            case Change.Deleted<Pod>(Pod last) -> pods.gone(last);
        }
    }

    private NodeTree look(JsonMap before) {
        RuntimeHealth health;
        try {
            health = runtime.health();
        } catch (RuntimeFailure e) {
            health = new RuntimeHealth(false, false, e.text());
        }
        boolean up = health.runtimeReady();
        long[] disk = disk();
        return new NodeTree(new NodeTree.Observed(
                config.name(),
                config.ips(),
                config.labels(),
                Map.of(
                        LocalPath.ROOT,
                        LocalDirectories.root(config.dataDirectory()).toString()),
                Machine.cpus(),
                Machine.memoryBytes(),
                Machine.availableMemoryBytes(),
                disk[0],
                disk[1],
                config.maxPods(),
                config.podCidr(),
                server.port(),
                up ? runtime.version() : "",
                health,
                up ? runtime.images() : List.of(),
                before,
                clock.now()));
    }

    /** Size and free space of the file system with the node's data, in bytes. */
    private long[] disk() {
        try {
            var store = Files.getFileStore(config.dataDirectory());
            return new long[] {store.getTotalSpace(), store.getUsableSpace()};
        } catch (IOException e) {
            return new long[] {0, 0};
        }
    }

    private void rotateLogs() {
        if (!closed) {
            rotation.run();
            nextRotation = clock.schedule(ROTATE_EVERY, this::rotateLogs);
        }
    }

    /** What pods read may change without anybody telling. */
    private void refreshSources() {
        if (!closed) {
            if (config.sight() == Sight.OWN_PODS) {
                pods.refreshVolumes();
            } else {
                pods.refreshUnwatched();
            }
            nextRefresh = clock.schedule(REFRESH_EVERY, this::refreshSources);
        }
    }

    public int port() {
        return server.port();
    }

    public Pods pods() {
        return pods;
    }

    /** Stops looking after the pods; their containers go on and are found again by the next start. */
    @Override
    public void close() {
        closed = true;
        Cancellable pending = nextRotation;
        if (pending != null) {
            pending.cancel();
        }
        Cancellable refresh = nextRefresh;
        if (refresh != null) {
            refresh.cancel();
        }
        heartbeat.close();
        givenUp.close();
        volumes.close();
        events.close();
        bound.close();
        pods.close();
        server.close();
        probes.close();
        api.close();
    }
}
