package dev.jibe.controllers.rootca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Namespace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RootCaPlanTest {
    private final Namespace namespace = Fixtures.object(Namespace.KIND, "team", "{'status': {'phase': 'Active'}}");

    private RootCaPlan plan(Namespace in, Optional<ConfigMap> map) {
        return RootCaPlan.of(new RootCaPlan.Observed(in, map, "PEM"));
    }

    @Test
    void createsMendsAndIsThenContent() {
        var created = assertInstanceOf(
                        RootCaPlan.Action.Create.class,
                        plan(namespace, Optional.empty()).actions().getFirst())
                .map();
        assertEquals("PEM", created.data().get("ca.crt"));
        assertEquals(List.of(), plan(namespace, Optional.of(created)).actions());
        var spoilt = created.withDataTree(JsonMap.of("ca.crt", "other"));
        assertEquals(
                List.of(new RootCaPlan.Action.Update(created)),
                plan(namespace, Optional.of(spoilt)).actions());
    }

    @Test
    void aNamespaceThatGoesGetsNothing() {
        var going = namespace.withStatus(namespace.status().withPhase("Terminating"));
        assertEquals(List.of(), plan(going, Optional.empty()).actions());
    }
}
