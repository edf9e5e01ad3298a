package dev.jibe.node.containerd;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pod network of one node for the CNI plugins: a bridge, addresses from the node's range, and host ports.
 *
 * @param bridge the name of the bridge device, unlike that of any other cluster on the machine
 * @param masquerade whether the bridge plugin rewrites the source of packets that leave the pod network; it needs the
 *     program iptables, so without that the service network must do it
 * @param hostPorts whether the portmap plugin forwards host ports; it needs iptables too
 */
public record CniConfig(String podCidr, String bridge, boolean masquerade, boolean hostPorts) {
    private static final List<Path> PLUGIN_DIRECTORIES = List.of(Path.of("/opt/cni/bin"), Path.of("/usr/lib/cni"));

    /** The directory that has the plugins we use, if there is one. */
    public static Optional<Path> pluginDirectory() {
        return PLUGIN_DIRECTORIES.stream()
                .filter(directory -> Files.isExecutable(directory.resolve("bridge"))
                        && Files.isExecutable(directory.resolve("host-local")))
                .findFirst();
    }

    /** Leaves masquerading and host ports to the plugins exactly if they can do it. */
    public static CniConfig of(String podCidr, String bridge) {
        boolean iptables = List.of("/usr/sbin/iptables", "/sbin/iptables", "/usr/bin/iptables").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
        return new CniConfig(podCidr, bridge, iptables, iptables);
    }

    byte[] conflist(Path dataDirectory) {
        JsonMap ipam = JsonMap.of(
                "type",
                "host-local",
                "dataDir",
                dataDirectory.resolve("ipam").toString(),
                "ranges",
                JsonList.of(JsonList.of(JsonMap.of("subnet", podCidr))),
                "routes",
                JsonList.of(JsonMap.of("dst", "0.0.0.0/0")));
        JsonMap bridgePlugin = JsonMap.of(
                "type",
                "bridge",
                "bridge",
                bridge,
                "isGateway",
                true,
                "ipMasq",
                masquerade,
                "hairpinMode",
                true,
                "ipam",
                ipam);
        JsonList plugins = JsonList.of(bridgePlugin);
        if (hostPorts) {
            plugins = plugins.with(
                    JsonMap.of("type", "portmap", "capabilities", JsonMap.of("portMappings", true), "snat", true));
        }
        return Json.write(JsonMap.of("cniVersion", "0.4.0", "name", "jibe-" + bridge, "plugins", plugins));
    }
}
