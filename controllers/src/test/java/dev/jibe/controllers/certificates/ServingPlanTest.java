package dev.jibe.controllers.certificates;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServingPlanTest {
    private static final Set<String> TAKEN = Set.of("192.0.2.1", "10.96.0.1");

    private static boolean isSafe(String user, String subject, String name, String address) {
        return ServingPlan.isSafe(new ServingPlan.Asked(user, subject, List.of(name), List.of(address)), TAKEN);
    }

    @Test
    void aNodeMayServeUnderItsOwnNameAndAddress() {
        assertTrue(isSafe("system:node:a", "system:node:a", "a", "192.0.2.2"));
    }

    @Test
    void nobodyMayPoseAsAnother() {
        assertFalse(isSafe("system:node:a", "system:node:b", "b", "192.0.2.2"), "another node");
        assertFalse(isSafe("system:node:a", "system:node:a", "b", "192.0.2.2"), "another node's name");
        assertFalse(isSafe("somebody", "somebody", "somebody", "192.0.2.2"), "no node");
        assertFalse(isSafe("system:node:a", "system:node:a", "a", "192.0.2.1"), "an address that is taken");
        assertFalse(isSafe("system:node:a", "system:node:a", "a", "127.0.0.1"), "everybody's address");
        for (String name : List.of("kubernetes", "kubernetes.default.svc", "localhost")) {
            assertFalse(isSafe("system:node:" + name, "system:node:" + name, name, "192.0.2.2"), name);
        }
    }
}
