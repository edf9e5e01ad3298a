package dev.jibe.testkit;

import dev.jibe.client.Client;
import dev.jibe.jibe.Cluster;
import dev.jibe.jibe.ClusterConfig;
import dev.jibe.jibe.DataDirectory;
import dev.jibe.jibe.NodeChoice;
import dev.jibe.node.simulated.SimulatedNodes;
import dev.jibe.runtime.Clock;
import dev.jibe.server.authn.User;
import dev.jibe.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A whole cluster in the caller's JVM: the real API server, controllers and scheduler, and nodes that only pretend to
 * run pods. It needs no container runtime, no root and no network but the loopback.
 *
 * <pre>{@code
 * try (var cluster = Jibe.start()) {
 *     cluster.client().of(Deployment.KIND).create(...);
 * }
 * }</pre>
 */
public final class Jibe implements AutoCloseable {

    /** How long simulated pods take to start and to stop; no time at all where time does not pass by itself. */
    private static final Duration POD_LATENCY = Duration.ofMillis(10);

    private final Cluster cluster;
    private final DataDirectory data;
    private final Clock clock;
    private final Optional<Path> temporary;

    private Jibe(Cluster cluster, DataDirectory data, Clock clock, Optional<Path> temporary) {
        this.cluster = cluster;
        this.data = data;
        this.clock = clock;
        this.temporary = temporary;
    }

    /** A cluster of three nodes that lives in memory and in the machine's time. */
    public static Jibe start() {
        return start(JibeOptions.DEFAULT);
    }

    /**
     * Starts a cluster; returns when it serves and its nodes are registered.
     *
     * @throws dev.jibe.jibe.UsageException if the directory or the port is somebody else's
     */
    public static Jibe start(JibeOptions options) {
        Optional<Path> temporary =
                options.directory().isPresent() ? Optional.empty() : Optional.of(Directories.create());
        try {
            var root = options.directory().or(() -> temporary).orElseThrow();
            var data = new DataDirectory(root);
            if (temporary.isPresent()) {
                data.use(TokenKeys.shared());
            }
            var store = options.store()
                    .orElseGet(() -> temporary.isPresent() ? StoreConfig.inMemory() : StoreConfig.in(data.store()));
            var latency = options.clock() instanceof VirtualClock ? Duration.ZERO : POD_LATENCY;
            var nodes = options.simulation()
                    .apply(SimulatedNodes.Config.of(options.nodes()).withLatency(latency, latency));
            var config = new ClusterConfig(
                            options.port(), options.serviceRange(), new NodeChoice.Simulated(nodes, List.of()), store)
                    .withSettings(options.settings())
                    .withSurroundings(options.surroundings());
            return new Jibe(Cluster.start(config, data, options.clock()), data, options.clock(), temporary);
        } catch (RuntimeException e) {
            temporary.ifPresent(Directories::delete);
            throw e;
        } catch (Exception e) {
            temporary.ifPresent(Directories::delete);
            throw new TestkitException("cannot start a cluster: " + e.getMessage(), e);
        }
    }

    /** A client that may do everything. */
    public Client client() {
        return cluster.client("kubernetes-admin", User.MASTERS);
    }

    /** A client that may do what the cluster's roles allow this user and these groups. */
    public Client clientOf(String user, String... groups) {
        return cluster.client(user, groups);
    }

    /** Where the API is served. */
    public URI server() {
        return URI.create("https://127.0.0.1:" + cluster.port());
    }

    /** The administrator's kubeconfig, as YAML. */
    public String kubeconfig() {
        try {
            return Files.readString(data.kubeconfig());
        } catch (IOException e) {
            throw new TestkitException("cannot read the kubeconfig: " + e.getMessage(), e);
        }
    }

    /** The administrator's kubeconfig, as a file for programs that want one; it goes with the cluster. */
    public Path kubeconfigFile() {
        return data.kubeconfig();
    }

    /** The cluster's time. */
    public Clock clock() {
        return clock;
    }

    /** Lets a node fall silent for good, as when its machine dies; names are {@code node-0}, {@code node-1} and on. */
    public void loseNode(String name) {
        cluster.simulatedNodes().orElseThrow().lose(name);
    }

    Cluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        cluster.close();
        temporary.ifPresent(Directories::delete);
    }
}
