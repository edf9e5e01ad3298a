package dev.jibe.jibe;

import dev.jibe.node.simulated.SimulatedNodes;
import java.util.List;

/** Which nodes a cluster gets on this machine, and what its user should know about that. */
public sealed interface NodeChoice {

    /** Lines to print before anything else happens. */
    List<String> notes();

    /** The API server and its store alone: no controllers, no scheduler, no nodes. */
    record ApiOnly() implements NodeChoice {
        @Override
        public List<String> notes() {
            return List.of();
        }
    }

    /** Nodes that run nothing. */
    record Simulated(SimulatedNodes.Config nodes, List<String> notes) implements NodeChoice {}

    /**
     * This machine, with containers.
     *
     * @param takesAgents whether other machines may join
     */
    record Machine(boolean mayInstall, boolean takesAgents) implements NodeChoice {
        @Override
        public List<String> notes() {
            return List.of();
        }
    }

    static NodeChoice of(boolean apiOnly, int simulatedNodes, boolean requireContainers, boolean noInstall) {
        if (apiOnly) {
            return new ApiOnly();
        }
        if (simulatedNodes >= 0) {
            if (requireContainers) {
                throw new UsageException("--require-containers and --simulated-nodes exclude each other");
            }
            return new Simulated(SimulatedNodes.Config.of(simulatedNodes), List.of());
        }
        var missing = missing();
        if (missing.isEmpty()) {
            return new Machine(!noInstall, false);
        }
        if (requireContainers) {
            throw new UsageException("--require-containers: " + missing);
        }
        return new Simulated(
                SimulatedNodes.Config.of(1),
                List.of(
                        "Starting with one simulated node, which pretends to run containers: " + missing + ".",
                        "For real containers run it as root on Linux: sudo ./jibe up"));
    }

    /** The same, where other machines may join. */
    default NodeChoice withAgents() {
        if (this instanceof Machine machine) {
            return new Machine(machine.mayInstall(), true);
        }
        throw new UsageException("--agents: other machines join a cluster that runs containers itself");
    }

    /** Why there can be no containers here; empty if there can. */
    private static String missing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "containers need Linux, this is " + System.getProperty("os.name");
        }
        return DataOption.isRoot() ? "" : "containers need root, this is " + System.getProperty("user.name");
    }
}
