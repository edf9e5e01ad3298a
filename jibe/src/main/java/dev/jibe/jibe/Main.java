package dev.jibe.jibe;

import dev.jibe.runtime.Clock;
import dev.jibe.store.StoreConfig;
import java.nio.file.Path;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        var data = new DataDirectory(Path.of(args[0]));
        var config = new ControlPlaneConfig(
                "127.0.0.1",
                Integer.parseInt(args[1]),
                "127.0.0.1",
                ControlPlaneConfig.SERVICE_RANGE,
                StoreConfig.in(data.store()),
                ControlPlaneConfig.EVENT_LIFETIME);
        ControlPlane.start(config, data, Clock.system());
        Thread.currentThread().join();
    }
}
