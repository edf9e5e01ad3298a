package dev.jibe.scheduler.snapshot;

import java.util.Arrays;
import java.util.BitSet;

/** The values of a topology that at least one node of a condition has. */
final class Domains {

    private final Topology topology;
    private final NodeCondition condition;
    private final BitSet eligible = new BitSet();
    private int[] nodes = new int[8];
    private int count;

    Domains(Topology topology, NodeCondition condition) {
        this.topology = topology;
        this.condition = condition;
    }

    void put(NodeInfo node) {
        int value = topology.of(node.slot);
        if (value >= 0 && condition.holds(node)) {
            eligible.set(node.slot);
            if (value >= nodes.length) {
                nodes = Arrays.copyOf(nodes, Math.max(value + 1, nodes.length * 2));
            }
            count += nodes[value]++ == 0 ? 1 : 0;
        }
    }

    /** Has to be called while the topology still knows the node. */
    void remove(NodeInfo node) {
        if (eligible.get(node.slot)) {
            eligible.clear(node.slot);
            count -= --nodes[topology.of(node.slot)] == 0 ? 1 : 0;
        }
    }

    boolean isEligible(int slot) {
        return eligible.get(slot);
    }

    boolean has(int value) {
        return value < nodes.length && nodes[value] > 0;
    }

    int count() {
        return count;
    }
}
