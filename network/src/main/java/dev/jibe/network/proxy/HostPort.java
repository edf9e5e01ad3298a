package dev.jibe.network.proxy;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A port of the node that leads to one pod.
 *
 * @param nodeAddress the address of the node that it is bound to; empty for all
 */
public record HostPort(String protocol, String nodeAddress, int nodePort, String podAddress, int podPort) {

    /** The host ports of the pods on a node. */
    public static List<HostPort> of(Collection<JsonMap> pods, String nodeName) {
        var ports = new ArrayList<HostPort>();
        for (var pod : pods) {
            var spec = pod.map("spec");
            var address = pod.map("status").string("podIP");
            boolean finished =
                    List.of("Succeeded", "Failed").contains(pod.map("status").string("phase"));
            if (!spec.string("nodeName").equals(nodeName)
                    || spec.bool("hostNetwork")
                    || address.isEmpty()
                    || finished) {
                continue;
            }
            spec.list("containers")
                    .maps()
                    .flatMap(c -> c.list("ports").maps())
                    .filter(p -> p.number("hostPort") > 0)
                    .forEach(p -> ports.add(of(p, address)));
        }
        ports.sort(Comparator.comparing(HostPort::protocol)
                .thenComparingInt(HostPort::nodePort)
                .thenComparing(HostPort::podAddress));
        return ports;
    }

    private static HostPort of(JsonMap port, String podAddress) {
        var protocol = port.string("protocol").isEmpty()
                ? "tcp"
                : port.string("protocol").toLowerCase(Locale.ROOT);
        var bound = port.string("hostIP").equals("0.0.0.0") ? "" : port.string("hostIP");
        return new HostPort(
                protocol, bound, (int) port.number("hostPort"), podAddress, (int) port.number("containerPort"));
    }
}
