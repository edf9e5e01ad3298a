package dev.jibe.controllers.nodeipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.addresses.Cidr;
import dev.jibe.object.api.v1.Node;
import dev.jibe.runtime.metrics.Metrics;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodePoolsTest {
    private static final String SERVICES = "10.96.0.0/16";

    private final Metrics metrics = new Metrics();

    private NodePools pools(String range, int prefixBits) {
        return new NodePools(new NodeRanges(List.of(range), prefixBits, 64), SERVICES, new IpamMetrics(metrics));
    }

    private static Node node(String range) {
        var node = Node.KIND.create("", "node");
        return node.withSpec(node.spec().withPodCIDR(range).withPodCIDRs(List.of(range)));
    }

    private static Optional<String> take(NodePools pools) {
        return pools.take().map(List::getFirst).map(Cidr::toString);
    }

    @Test
    void givesOneRangeAfterTheOther() {
        var pools = pools("10.244.0.0/16", 24);
        assertEquals(Optional.of("10.244.0.0/24"), take(pools));
        assertEquals(Optional.of("10.244.1.0/24"), take(pools));
    }

    @Test
    void whatANodeHasIsNotGivenToAnother() {
        var pools = pools("10.244.0.0/16", 24);
        pools.occupy(node("10.244.0.0/24"));
        pools.occupy(node("10.244.2.0/24"));
        assertEquals(Optional.of("10.244.1.0/24"), take(pools));
        assertEquals(Optional.of("10.244.3.0/24"), take(pools));
    }

    @Test
    void whatIsGivenBackIsGivenLast() {
        var pools = pools("10.244.0.0/22", 24);
        assertEquals(Optional.of("10.244.0.0/24"), take(pools));
        pools.release(node("10.244.0.0/24"));
        assertEquals(Optional.of("10.244.1.0/24"), take(pools));
        assertEquals(Optional.of("10.244.2.0/24"), take(pools));
        assertEquals(Optional.of("10.244.3.0/24"), take(pools));
        assertEquals(Optional.of("10.244.0.0/24"), take(pools));
        assertEquals(Optional.empty(), take(pools));
    }

    @Test
    void addressesOfServicesAreNobodysPods() {
        var pools = pools("10.96.0.0/15", 17);
        assertEquals(Optional.of("10.97.0.0/17"), take(pools));
        assertEquals(Optional.of("10.97.128.0/17"), take(pools));
        assertEquals(Optional.empty(), take(pools));
    }

    @Test
    void aLargerRangeOfANodeTakesAllItsParts() {
        var pools = pools("10.244.0.0/22", 24);
        pools.occupy(node("10.244.0.0/23"));
        assertEquals(Optional.of("10.244.2.0/24"), take(pools));
    }

    @Test
    void noTwoNodesHaveAddressesInCommon() {
        var pools = pools("10.0.0.0/8", 24);
        var given = new HashSet<String>();
        for (int i = 0; i < 5000; i++) {
            assertTrue(given.add(take(pools).orElseThrow()));
        }
        assertTrue(given.stream().noneMatch(range -> range.startsWith("10.96.")));
        assertTrue(metrics.text()
                .contains("node_ipam_controller_cidrset_cidrs_allocations_total{clusterCIDR=\"10.0.0.0/8\"} 5000"));
    }
}
