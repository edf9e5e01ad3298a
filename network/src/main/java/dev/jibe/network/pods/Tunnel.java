package dev.jibe.network.pods;

import dev.jibe.network.NetworkException;
import dev.jibe.network.Tool;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;

/**
 * The VXLAN device through which packets for pods behind routers go (RFC 7348), one on each machine that needs it.
 *
 * <p>Nothing is learned and nothing is asked for: the hardware address of each end follows from its node's address, and
 * its address inside of the tunnel is the first of its pods' range, which no pod gets.
 */
final class Tunnel {
    static final String DEVICE = "jibe-vxlan";

    private static final String NETWORK_ID = "114";
    /** What Linux took before RFC 7348 gave it a number, and most pod networks take to this day. */
    private static final String PORT = "8472";
    /** 1500 less what VXLAN over IPv4 adds. */
    private static final String MTU_BYTES = "1450";

    private Tunnel() {}

    /** Makes this machine's end, if it is not there. */
    static void ensure(String nodeAddress, String range) throws InterruptedException {
        try {
            if (NetworkInterface.getByName(DEVICE) != null) {
                return;
            }
        } catch (SocketException e) {
            throw new NetworkException("cannot list this machine's devices: " + e.getMessage(), e);
        }
        ip(("link add " + DEVICE + " mtu " + MTU_BYTES + " address " + hardwareAddressOf(nodeAddress)
                + " type vxlan id " + NETWORK_ID + " local " + nodeAddress + " dstport " + PORT
                + " nolearning"));
        ip("address replace " + addressOf(range) + "/32 dev " + DEVICE);
        ip("link set " + DEVICE + " up");
    }

    /** Tells where the end is that has a range of pods behind it. */
    static void connect(String range, String nodeAddress) throws InterruptedException {
        String hardware = hardwareAddressOf(nodeAddress);
        ip("neighbour replace " + addressOf(range) + " lladdr " + hardware + " dev " + DEVICE + " nud permanent");
        Tool.run("iproute2", words("bridge fdb replace " + hardware + " dev " + DEVICE + " dst " + nodeAddress), "");
    }

    static void remove() throws InterruptedException {
        try {
            if (NetworkInterface.getByName(DEVICE) != null) {
                ip("link delete " + DEVICE);
            }
        } catch (SocketException e) {
            throw new NetworkException("cannot list this machine's devices: " + e.getMessage(), e);
        }
    }

    private static void ip(String command) throws InterruptedException {
        Tool.run("iproute2", words("ip " + command), "");
    }

    private static List<String> words(String command) {
        return List.of(command.split(" ", -1));
    }

    static String addressOf(String range) {
        return range.substring(0, range.indexOf('/'));
    }

    /** A locally administered address with the node's own in it. */
    static String hardwareAddressOf(String nodeAddress) {
        byte[] address = InetAddress.ofLiteral(nodeAddress).getAddress();
        var text = new StringBuilder("0a:14");
        for (byte part : address) {
            text.append(String.format(Locale.ROOT, ":%02x", part & 0xff));
        }
        return text.toString();
    }
}
