package dev.jibe.testkit;

import dev.jibe.jibe.ControlPlaneConfig;
import dev.jibe.jibe.ServerSettings;
import dev.jibe.jibe.Surroundings;
import dev.jibe.node.simulated.SimulatedNodes;
import dev.jibe.runtime.Clock;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.versions.RuntimeConfig;
import dev.jibe.store.StoreConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an embedded cluster is to be like.
 *
 * @param nodes how many simulated nodes it has
 * @param clock its time: that of the machine, or a {@link VirtualClock}
 * @param directory where it keeps its objects and keys, so that another start continues; empty keeps them in memory
 * @param port of its API server on the loopback address; 0 takes a free one
 * @param serviceRange addresses of services, as CIDR
 * @param simulation what its nodes are like, if not as usual: their size, how long pods take, what they use
 * @param store where its objects are kept if not in the directory
 * @param surroundings chance, and the way of its parts to the API server
 * @param settings of its API server
 */
public record JibeOptions(
        int nodes,
        Clock clock,
        Optional<Path> directory,
        int port,
        String serviceRange,
        UnaryOperator<SimulatedNodes.Config> simulation,
        Optional<StoreConfig> store,
        Surroundings surroundings,
        ServerSettings settings) {

    /** Three nodes, the machine's clock, everything in memory, any free port. */
    public static final JibeOptions DEFAULT = new JibeOptions(
            3,
            Clock.system(),
            Optional.empty(),
            0,
            ControlPlaneConfig.SERVICE_RANGE,
            UnaryOperator.identity(),
            Optional.empty(),
            Surroundings.USUAL,
            ServerSettings.DEFAULT);

    public JibeOptions withNodes(int count) {
        return new JibeOptions(count, clock, directory, port, serviceRange, simulation, store, surroundings, settings);
    }

    public JibeOptions withClock(Clock other) {
        return new JibeOptions(nodes, other, directory, port, serviceRange, simulation, store, surroundings, settings);
    }

    public JibeOptions in(Path other) {
        return new JibeOptions(
                nodes, clock, Optional.of(other), port, serviceRange, simulation, store, surroundings, settings);
    }

    public JibeOptions withPort(int other) {
        return new JibeOptions(nodes, clock, directory, other, serviceRange, simulation, store, surroundings, settings);
    }

    /** Changes what the simulated nodes are like; a pod may ask for something else by annotations. */
    public JibeOptions withSimulation(UnaryOperator<SimulatedNodes.Config> change) {
        return new JibeOptions(nodes, clock, directory, port, serviceRange, change, store, surroundings, settings);
    }

    public JibeOptions withStore(StoreConfig other) {
        return new JibeOptions(
                nodes, clock, directory, port, serviceRange, simulation, Optional.of(other), surroundings, settings);
    }

    public JibeOptions withSurroundings(Surroundings others) {
        return new JibeOptions(nodes, clock, directory, port, serviceRange, simulation, store, others, settings);
    }

    /**
     * Turns features on or off, and serves versions of the API that are off by default.
     *
     * @param gates such as {@code StorageVersionAPI=true}, as in {@code --feature-gates}
     * @param versions such as {@code api/beta=true}, as in {@code --runtime-config}
     */
    public JibeOptions withFeatures(List<String> gates, List<String> versions) {
        return withSettings(settings.with(FeatureGates.parse(gates), RuntimeConfig.parse(versions)));
    }

    public JibeOptions withSettings(ServerSettings others) {
        return new JibeOptions(nodes, clock, directory, port, serviceRange, simulation, store, surroundings, others);
    }
}
