package dev.jibe.network.pods;

import dev.jibe.object.api.v1.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to change of a machine's routes so that packets for the pods of each other node go to that node.
 *
 * <p>Every node must be reachable without a router in between, as it is the nodes themselves that pass packets on: see
 * "the Kubernetes network model", https://kubernetes.io/docs/concepts/services-networking/.
 *
 * @param added routes that are missing, or lead elsewhere so far
 * @param removed those that lead to nobody any more
 * @param distant names of nodes that are behind a router, to whose pods no route leads
 */
public record RoutePlan(List<Route> added, List<Route> removed, List<String> distant) {
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
        var distant = new ArrayList<String>();
        for (Node node : nodes) {
            String address = address(node);
            if (node.name().equals(self) || node.spec().podCIDR().isEmpty() || address.isEmpty()) {
                continue;
            }
            if (isNear.test(address)) {
                wanted.add(new Route(node.spec().podCIDR(), address));
            } else {
                distant.add(node.name());
            }
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
                        .toList(),
                distant.stream().sorted().toList());
    }

    private static String address(Node node) {
        return node.status().addresses().stream()
                .filter(each -> each.type().equals("InternalIP"))
                .map(each -> each.address())
                .findFirst()
                .orElse("");
    }
}
