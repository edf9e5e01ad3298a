package dev.jibe.testkit;

import dev.jibe.jibe.ControlPlaneConfig;
import dev.jibe.runtime.Clock;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an embedded cluster is to be like.
 *
 * @param nodes how many simulated nodes it has
 * @param clock its time: that of the machine, or a {@link VirtualClock}
 * @param directory where it keeps its objects and keys, so that another start continues; empty keeps them in memory
 * @param port of its API server on the loopback address; 0 takes a free one
 * @param serviceRange addresses of services, as CIDR
 */
public record JibeOptions(int nodes, Clock clock, Optional<Path> directory, int port, String serviceRange) {

    /** Three nodes, the machine's clock, everything in memory, any free port. */
    public static final JibeOptions DEFAULT =
            new JibeOptions(3, Clock.system(), Optional.empty(), 0, ControlPlaneConfig.SERVICE_RANGE);

    public JibeOptions withNodes(int count) {
        return new JibeOptions(count, clock, directory, port, serviceRange);
    }

    public JibeOptions withClock(Clock other) {
        return new JibeOptions(nodes, other, directory, port, serviceRange);
    }

    public JibeOptions in(Path other) {
        return new JibeOptions(nodes, clock, Optional.of(other), port, serviceRange);
    }

    public JibeOptions withPort(int other) {
        return new JibeOptions(nodes, clock, directory, other, serviceRange);
    }
}
