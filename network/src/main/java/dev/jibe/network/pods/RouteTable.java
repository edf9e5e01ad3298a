package dev.jibe.network.pods;

import dev.jibe.network.NetworkException;
import dev.jibe.network.Tool;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The routes of this machine to pods on others, which it knows again by their protocol number. */
final class RouteTable {

    /** Of ours alone, beside those that {@code /etc/iproute2/rt_protos} gives to routing daemons. */
    private static final String PROTOCOL = "114";

    private RouteTable() {}

    static List<Route> present() throws InterruptedException {
        var routes = new ArrayList<Route>();
        for (String line : ip("-4", "route", "show", "proto", PROTOCOL).lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length >= 5 && words[1].equals("via")) {
                boolean tunnelled = words[4].equals(Tunnel.DEVICE);
                routes.add(new Route(words[0], tunnelled ? "" : words[2], tunnelled));
            }
        }
        return routes;
    }

    static void add(Route route) throws InterruptedException {
        if (route.tunnelled()) {
            String gateway = Tunnel.addressOf(route.range());
            Tunnel.connect(route.range(), route.via());
            ip("route", "replace", route.range(), "via", gateway, "dev", Tunnel.DEVICE, "onlink", "proto", PROTOCOL);
        } else {
            ip("route", "replace", route.range(), "via", route.via(), "proto", PROTOCOL);
        }
    }

    static void remove(Route route) throws InterruptedException {
        ip("route", "delete", route.range(), "proto", PROTOCOL);
    }

    /** Whether this machine is part of a network with the address. */
    static boolean isNear(String address) {
        try {
            byte[] wanted = InetAddress.ofLiteral(address).getAddress();
            for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InterfaceAddress own : device.getInterfaceAddresses()) {
                    if (own.getAddress() instanceof Inet4Address
                            && wanted.length == 4
                            && samePrefix(wanted, own.getAddress().getAddress(), own.getNetworkPrefixLength())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new NetworkException("cannot list this machine's networks: " + e.getMessage(), e);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private static boolean samePrefix(byte[] one, byte[] other, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if ((one[i / 8] & mask) != (other[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String ip(String... words) throws InterruptedException {
        return Tool.run(
                "iproute2", Stream.concat(Stream.of("ip"), Stream.of(words)).toList(), "");
    }
}
