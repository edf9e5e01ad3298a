package dev.jibe.network.pods;

import dev.jibe.object.api.v1.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to change of a machine's routes so that packets for the pods of each other node go to that node.
 *
 * <p>Nodes in a network that this machine is part of pass packets on themselves; to those behind a router leads a tunnel.
 * See "the Kubernetes network model", https://kubernetes.io/docs/concepts/services-networking/.
 *
 * @param added routes that are missing, or lead elsewhere so far
 * @param removed those that lead to nobody any more
 */
public record RoutePlan(List<Route> added, List<Route> removed) {
    private static final Comparator<Route> ORDER = Comparator.comparing(Route::range);

    /**
     * Decides.
     *
     * @param self the name of this machine's own node
     * @param isNear whether an address is in a network that this machine is part of
     * @param present the routes that earlier plans have led to
     */
    public static RoutePlan of(
            Collection<Node> nodes, String self, Predicate<String> isNear, Collection<Route> present) {
        Set<Route> wanted = new HashSet<>();
        for (Node node : nodes) {
            String address = address(node);
            if (node.name().equals(self) || node.spec().podCIDR().isEmpty() || address.isEmpty()) {
                continue;
            }
            wanted.add(new Route(node.spec().podCIDR(), address, !isNear.test(address)));
        }
        Set<String> ranges = new HashSet<>();
        wanted.forEach(route -> ranges.add(route.range()));
        return new RoutePlan(
                wanted.stream()
                        .filter(route -> !present.contains(route))
                        .sorted(ORDER)
                        .toList(),
                present.stream()
                        .filter(route -> !ranges.contains(route.range()))
                        .sorted(ORDER)
                        .toList());
    }

    /** The address under which other nodes reach a node; empty if it has said none. */
    static String address(Node node) {
        return node.status().addresses().stream()
                .filter(each -> each.type().equals("InternalIP"))
                .map(each -> each.address())
                .findFirst()
                .orElse("");
    }
}
