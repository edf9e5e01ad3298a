package dev.jibe.jibe;

import dev.jibe.network.proxy.PodRange;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The names and addresses that a cluster uses on this machine, chosen so that two clusters do not meet.
 *
 * @param table of the service rules
 */
record MachineNetwork(String nodeAddress, PodRange pods, String table) {

    static final String LOOPBACK = "127.0.0.1";

    static final String ALL_PODS = "10.244.0.0/16";

    /** Any address beyond the machine: which one does not matter, nothing is sent. */
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("203.0.113.1", 9);

    static MachineNetwork of(Path dataDirectory) throws IOException {
        var crc = new CRC32();
        crc.update(dataDirectory.toString().getBytes(StandardCharsets.UTF_8));
        long hash = crc.getValue();
        var range = "10.244." + hash % 256 + ".0/24";
        return new MachineNetwork(address(), new PodRange(range, ALL_PODS, range), "jibe-" + Long.toHexString(hash));
    }

    /** The same, for a cluster that has pods on other machines as well: the only one that this machine is part of. */
    MachineNetwork withOthers() {
        return new MachineNetwork(nodeAddress, new PodRange(pods.node(), pods.node(), ALL_PODS), table);
    }

    /** The address that a server on the loopback one is known by; as upstream's, if there is such. */
    static String advertised() throws IOException {
        return outward().orElse(LOOPBACK);
    }

    private static String address() throws IOException {
        return outward()
                .orElseThrow(
                        () -> new UsageException("this machine has no network address besides the loopback one, and"
                                + " pods need one to reach the API server; add one, for example: ip link add jibe-up type dummy"
                                + " && ip addr add 192.0.2.1/24 dev jibe-up && ip link set jibe-up up"));
    }

    /** The address from which this machine speaks to others. */
    private static Optional<String> outward() throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(ELSEWHERE);
            var local = socket.getLocalAddress();
            if (local instanceof Inet4Address && !local.isAnyLocalAddress() && !local.isLoopbackAddress()) {
                return Optional.of(local.getHostAddress());
            }
        } catch (java.io.UncheckedIOException | java.net.SocketException e) {
            // There is no way out of this machine; one of its own addresses will do.
            return interfaceAddress();
        }
        return interfaceAddress();
    }

    private static Optional<String> interfaceAddress() throws IOException {
        for (var device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (!device.isUp() || device.isLoopback() || device.getName().startsWith("jibe")) {
                continue;
            }
            for (InetAddress address : Collections.list(device.getInetAddresses())) {
                if (address instanceof Inet4Address) {
                    return Optional.of(address.getHostAddress());
                }
            }
        }
        return Optional.empty();
    }
}
