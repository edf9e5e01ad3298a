package dev.jibe.runtime.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifecycleTest {

    private final List<String> steps = new ArrayList<>();

    @Test
    void stopsInTheOppositeOrder() {
        try (var lifecycle = new Lifecycle()) {
            lifecycle.start(component("store"));
            lifecycle.start(component("server"));
        }
        assertEquals(List.of("+store", "+server", "-server", "-store"), steps);
    }

    @Test
    void stopsTheFirstWhenTheSecondFails() {
        var lifecycle = new Lifecycle();
        lifecycle.start(component("store"));
        var broken = Component.of(
                "server",
                () -> {
                    throw new IllegalStateException("port in use");
                },
                () -> steps.add("-server"));
        var refusal = assertThrows(LifecycleException.class, () -> lifecycle.start(broken));
        assertEquals("cannot start server: port in use", refusal.getMessage());
        assertEquals(List.of("+store", "-store"), steps);
    }

    @Test
    void aFailingStopDoesNotKeepOthersRunning() {
        var lifecycle = new Lifecycle();
        lifecycle.start(component("store"));
        lifecycle.start(Component.of("server", () -> steps.add("+server"), () -> {
            throw new IllegalStateException("stuck");
        }));
        assertThrows(LifecycleException.class, lifecycle::close);
        assertEquals(List.of("+store", "+server", "-store"), steps);
    }

    private Component component(String name) {
        return Component.of(name, () -> steps.add("+" + name), () -> steps.add("-" + name));
    }
}
