package dev.jibe.scheduler.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that nodes have of one label, as small numbers. */
public final class Topology {

    static final String HOSTNAME = "kubernetes.io/hostname";

    /** Not a label: every node that has a host name is a domain of its own, whatever the name. */
    static final String EACH_NODE = "";

    private final String key;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int[] users = new int[8];
    private int[] valueOf = new int[0];

    Topology(String key) {
        this.key = key;
    }

    void put(NodeInfo node) {
        if (node.slot >= valueOf.length) {
            int before = valueOf.length;
            valueOf = Arrays.copyOf(valueOf, Math.max(64, Math.max(node.slot + 1, before * 2)));
            Arrays.fill(valueOf, before, valueOf.length, -1);
        }
        if (key.equals(EACH_NODE)) {
            valueOf[node.slot] = node.labels().has(HOSTNAME) ? id(node.name()) : -1;
        } else if (node.labels().has(key)) {
            valueOf[node.slot] = id(node.labels().string(key));
        }
    }

    private int id(String value) {
        var known = ids.get(value);
        int id = known != null ? known : free.isEmpty() ? names.size() : free.pop();
        if (known == null) {
            ids.put(value, id);
            if (id == names.size()) {
                names.add(value);
            } else {
                names.set(id, value);
            }
            if (id >= users.length) {
                users = Arrays.copyOf(users, users.length * 2);
            }
        }
        users[id]++;
        return id;
    }

    /** Forgets a node; nothing may be counted on it any more. */
    void remove(NodeInfo node) {
        int id = of(node.slot);
        if (id >= 0 && --users[id] == 0) {
            ids.remove(names.get(id));
            free.push(id);
        }
        if (id >= 0) {
            valueOf[node.slot] = -1;
        }
    }

    /** The value of the node in this slot; negative if it has none. */
    public int of(int slot) {
        return slot < valueOf.length ? valueOf[slot] : -1;
    }

    /** All values are below this. */
    public int size() {
        return names.size();
    }
}
