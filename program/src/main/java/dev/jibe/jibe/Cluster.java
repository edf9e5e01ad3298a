package dev.jibe.jibe;

import dev.jibe.runtime.Clock;
import dev.jibe.store.StoreConfig;
import java.io.IOException;

/** Everything that {@code jibe up} runs, wired. */
final class Cluster implements AutoCloseable {

    private final ControlPlane plane;

    private Cluster(ControlPlane plane) {
        this.plane = plane;
    }

    static Cluster start(ClusterConfig config, DataDirectory data, Clock clock) throws IOException {
        var plane = ControlPlane.start(
                new ControlPlaneConfig(
                        "127.0.0.1",
                        config.port(),
                        "127.0.0.1",
                        config.serviceRange(),
                        StoreConfig.in(data.store()),
                        ControlPlaneConfig.EVENT_LIFETIME),
                data,
                clock);
        return new Cluster(plane);
    }

    int port() {
        return plane.port();
    }

    long containerdPid() {
        return 0;
    }

    @Override
    public void close() {
        plane.close();
    }
}
