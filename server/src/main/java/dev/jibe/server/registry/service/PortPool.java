package dev.jibe.server.registry.service;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The node ports that are taken. */
final class PortPool {

    static final int FIRST = 30_000;
    static final int COUNT = 2_768;
    private static final String TAKEN = "provided port is already allocated";

    private final Set<Integer> taken = new HashSet<>();
    private final RandomGenerator random;

    PortPool(RandomGenerator random) {
        this.random = random;
    }

    /** Why a port could not be taken in earnest: a trial is not told of those that are out of range. */
    String taken(int port) {
        return taken.contains(port) ? TAKEN : "";
    }

    /** Why a port cannot be taken; empty if it can, and then it is. */
    String take(int port) {
        if (port < FIRST || port >= FIRST + COUNT) {
            return "provided port is not in the valid range. The range of valid ports is " + FIRST + "-"
                    + (FIRST + COUNT - 1);
        }
        return taken.add(port) ? "" : TAKEN;
    }

    /** Takes any free port; 0 if there is none. */
    int take() {
        int start = random.nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (taken.add(port)) {
                return port;
            }
        }
        return 0;
    }

    int count() {
        return taken.size();
    }

    void add(int port) {
        taken.add(port);
    }

    void release(int port) {
        taken.remove(port);
    }
}
