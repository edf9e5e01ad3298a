package dev.jibe.network.pods;

import dev.jibe.network.NetworkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Settings of the kernel without which packets do not get from pod to pod. */
public final class HostSettings {

    private static final Map<String, String> WANTED = Map.of(
            "net/ipv4/ip_forward", "1",
            // An answer from pod to pod over one bridge has to pass the rules that led the question there.
            "net/bridge/bridge-nf-call-iptables", "1");

    private HostSettings() {}

    public static void apply() throws InterruptedException {
        var bridging = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
        if (!Files.exists(bridging)) {
            load("br_netfilter");
        }
        WANTED.forEach((name, value) -> {
            var file = Path.of("/proc/sys").resolve(name);
            try {
                if (!Files.readString(file).strip().equals(value)) {
                    Files.writeString(file, value);
                }
            } catch (IOException e) {
                throw new NetworkException(
                        "cannot set " + name.replace('/', '.') + " to " + value + ": " + e.getMessage()
                                + (name.contains("bridge") ? "; load the kernel module br_netfilter" : ""),
                        e);
            }
        });
    }

    private static void load(String module) throws InterruptedException {
        try {
            new ProcessBuilder("modprobe", module)
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new NetworkException("cannot load the kernel module " + module + ": " + e.getMessage(), e);
        }
    }
}
