package dev.jibe.object.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.coordination.v1.LeaseSpec;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Secret;
import dev.jibe.object.api.v1.ServicePort;
import dev.jibe.object.json.Json;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Pod POD = Pod.KIND.of(Json.parseMap("""
            {"metadata":{"name":"a","labels":{"app":"b"}},"extra":1,
             "spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"500m"}}}]}}"""));

    @Test
    void whatIsAbsentReadsAsEmpty() {
        assertEquals("", POD.namespace());
        assertEquals(List.of(), POD.spec().volumes());
        assertEquals(0, POD.spec().priority());
        assertEquals(Instant.EPOCH, POD.status().startTime());
        assertFalse(POD.hasStatus() || POD.isTerminating());
    }

    @Test
    void whatIsThereIsRead() {
        Container container = POD.spec().containers().getFirst();
        assertEquals("c", container.name());
        assertEquals(Quantity.parse("500m"), container.resources().limits().get("cpu"));
        assertEquals(Map.of("app", "b"), POD.labels());
    }

    @Test
    void aChangeIsANewViewAndKeepsWhatIsUnknown() {
        Pod changed = POD.withSpec(POD.spec().withNodeName("n").withoutContainers());
        assertEquals("n", changed.spec().nodeName());
        assertFalse(changed.spec().hasContainers());
        assertEquals(1, changed.tree().number("extra"));
        assertTrue(POD.spec().hasContainers());
    }

    @Test
    void aListOfViewsGoesBackAsTheTreeThatItCameFrom() {
        Pod same = POD.withSpec(POD.spec().withContainers(POD.spec().containers()));
        assertSame(
                POD.tree().map("spec").list("containers"),
                same.tree().map("spec").list("containers"));
    }

    @Test
    void specialTypesAreJavaValues() {
        LeaseSpec lease = LeaseSpec.EMPTY.withRenewTime(Instant.parse("2026-01-02T03:04:05.000006Z"));
        assertEquals("2026-01-02T03:04:05.000006Z", lease.tree().string("renewTime"));
        assertEquals(Instant.parse("2026-01-02T03:04:05.000006Z"), lease.renewTime());
        ServicePort port = ServicePort.EMPTY.withTargetPort(IntOrString.of("http"));
        assertEquals("http", port.tree().string("targetPort"));
        Secret secret = Secret.EMPTY.withData(Map.of("k", new byte[] {1, 2}));
        assertEquals("AQI=", secret.dataTree().string("k"));
    }

    @Test
    void aKindMakesObjects() {
        assertEquals(Json.parseMap("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"b"}}"""), Pod.KIND.create("b", "a").tree());
        assertEquals("pods", Pod.KIND.plural());
        assertEquals(JsonMap.EMPTY, Pod.EMPTY.tree());
    }

    @Test
    void aPercentageIsScaled() {
        assertEquals(3, IntOrString.of("25%").scaled(10, true));
        assertEquals(2, IntOrString.of("25%").scaled(10, false));
        assertEquals(7, IntOrString.of(7).scaled(10, true));
    }
}
