package dev.jibe.network.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutePlanTest {
    private static Node node(String name, String range, String address) {
        return Node.KIND.of(
                (JsonMap) Yaml.parse("""
            metadata: {name: %s}
            spec: {podCIDR: "%s"}
            status: {addresses: [{type: Hostname, address: x}, {type: InternalIP, address: "%s"}]}
            """.formatted(name, range, address).getBytes(StandardCharsets.UTF_8)));
    }

    private static final Node SELF = node("self", "10.244.0.0/24", "192.0.2.1");
    private static final Node OTHER = node("other", "10.244.1.0/24", "192.0.2.2");
    private static final Route TO_OTHER = new Route("10.244.1.0/24", "192.0.2.2", false);

    private static RoutePlan plan(List<Node> nodes, List<Route> present) {
        return RoutePlan.of(nodes, "self", address -> address.startsWith("192.0.2."), present);
    }

    @Test
    void eachOtherNodeGetsARouteAndNoneTwice() {
        assertEquals(new RoutePlan(List.of(TO_OTHER), List.of()), plan(List.of(OTHER, SELF), List.of()));
        assertEquals(new RoutePlan(List.of(), List.of()), plan(List.of(SELF, OTHER), List.of(TO_OTHER)));
    }

    @Test
    void whoIsGoneLosesItAndWhoMovesGetsAnother() {
        assertEquals(new RoutePlan(List.of(), List.of(TO_OTHER)), plan(List.of(SELF), List.of(TO_OTHER)));
        Node moved = node("other", "10.244.1.0/24", "192.0.2.3");
        assertEquals(
                new RoutePlan(List.of(new Route("10.244.1.0/24", "192.0.2.3", false)), List.of()),
                plan(List.of(SELF, moved), List.of(TO_OTHER)));
    }

    @Test
    void toANodeBehindARouterLeadsATunnel() {
        Node far = node("far", "10.244.2.0/24", "198.51.100.1");
        Route route = new Route("10.244.2.0/24", "198.51.100.1", true);
        assertEquals(new RoutePlan(List.of(route), List.of()), plan(List.of(SELF, far), List.of()));
        assertEquals(new RoutePlan(List.of(), List.of()), plan(List.of(SELF, far), List.of(route)));
        Route elsewhere = new Route("10.244.2.0/24", "", true);
        assertEquals(new RoutePlan(List.of(route), List.of()), plan(List.of(SELF, far), List.of(elsewhere)));
    }

    @Test
    void aNodeWithoutARangeGetsNone() {
        assertEquals(new RoutePlan(List.of(), List.of()), plan(List.of(SELF, node("new", "", "192.0.2.4")), List.of()));
    }

    @Test
    void theEndOfATunnelIsKnownByItsNodesAddress() {
        assertEquals("0a:14:c6:33:64:01", Tunnel.hardwareAddressOf("198.51.100.1"));
        assertEquals("10.244.2.0", Tunnel.addressOf("10.244.2.0/24"));
    }
}
