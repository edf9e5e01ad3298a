package dev.jibe.network.pods;

import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.network.NetworkException;
import dev.jibe.network.Upkeep;
import dev.jibe.object.api.v1.Node;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps this machine's routes to the pods of other nodes as the API's nodes want them. */
public final class PodRoutes implements AutoCloseable {
    private static final Log LOG = Log.of(PodRoutes.class);

    private final String self;
    private final Informer<Node> nodes;
    private final Upkeep upkeep;

    /** The other ends of tunnels, by the range of the pods behind them. */
    private final Map<String, String> ends = new HashMap<>();

    /** Prepares the routes of the machine with the node of that name. */
    public PodRoutes(Informers informers, String self, Clock clock) {
        this.self = self;
        this.nodes = informers.of(Node.KIND);
        this.upkeep = new Upkeep("routes to pods", this::sync, clock);
    }

    public PodRoutes start() throws InterruptedException {
        nodes.onChange(change -> upkeep.changed());
        nodes.start();
        nodes.awaitSynced();
        upkeep.changed();
        upkeep.start();
        return this;
    }

    private void sync() throws InterruptedException {
        RoutePlan plan = RoutePlan.of(nodes.cache().all(), self, RouteTable::isNear, present());
        for (Route route : plan.removed()) {
            RouteTable.remove(route);
            ends.remove(route.range());
        }
        for (Route route : plan.added()) {
            if (route.tunnelled()) {
                openTunnel();
                ends.put(route.range(), route.via());
            }
            RouteTable.add(route);
            LOG.info("route to pods", "range", route.range(), "via", route.via(), "tunnelled", route.tunnelled());
        }
    }

    /** The kernel's routes through the tunnel do not say where its other end is. */
    private List<Route> present() throws InterruptedException {
        return RouteTable.present().stream()
                .map(route -> route.tunnelled()
                        ? new Route(route.range(), ends.getOrDefault(route.range(), ""), true)
                        : route)
                .toList();
    }

    private void openTunnel() throws InterruptedException {
        Node own = nodes.cache()
                .get("", self)
                .filter(node -> !node.spec().podCIDR().isEmpty()
                        && !RoutePlan.address(node).isEmpty())
                .orElseThrow(() -> new NetworkException("node " + self + " has no addresses yet"));
        Tunnel.ensure(RoutePlan.address(own), own.spec().podCIDR());
    }

    /** Leaves the routes as they are: pods go on. */
    @Override
    public void close() {
        upkeep.close();
    }

    /** Takes all routes to other nodes back. */
    public static void remove() throws InterruptedException {
        for (Route route : RouteTable.present()) {
            RouteTable.remove(route);
        }
        Tunnel.remove();
    }
}
