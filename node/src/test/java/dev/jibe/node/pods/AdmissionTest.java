package dev.jibe.node.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.node.launch.NodeFacts;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final NodeFacts NODE = new NodeFacts("n", List.of(), "", "", Path.of("/"), 8L << 30, 2000);

    private static Pod pod(String container) {
        var text = "{metadata: {name: p}, spec: {containers: [" + container + "]}}";
        return Pod.KIND.of((JsonMap) Yaml.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void portsOfTheNodeAreTakenOnce() {
        var taken = pod("{ports: [{containerPort: 1, hostPort: 80, hostIP: 192.0.2.1}]}");
        var refusal = Admission.of(pod("{ports: [{containerPort: 2, hostPort: 80}]}"), List.of(taken), NODE);
        assertEquals("NodePorts", refusal.orElseThrow().reason());
        assertTrue(Admission.of(
                        pod("{ports: [{containerPort: 2, hostPort: 80, hostIP: 192.0.2.2}]}"), List.of(taken), NODE)
                .isEmpty());
        assertTrue(Admission.of(pod("{ports: [{containerPort: 2, hostPort: 80, protocol: UDP}]}"), List.of(taken), NODE)
                .isEmpty());
    }

    @Test
    void thereIsNoMoreThanThereIs() {
        var half = pod("{resources: {requests: {cpu: '1'}}}");
        assertTrue(Admission.of(half, List.of(half), NODE).isEmpty());
        assertEquals(
                new Admission.Refusal(
                        "OutOfcpu",
                        "Node didn't have enough resource: cpu, requested: 1000, used: 2000, capacity: 2000"),
                Admission.of(half, List.of(half, half), NODE).orElseThrow());
        assertTrue(Admission.of(pod("{}"), List.of(half, half, half), NODE).isEmpty());
    }
}
