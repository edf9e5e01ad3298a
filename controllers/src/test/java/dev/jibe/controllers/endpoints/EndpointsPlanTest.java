package dev.jibe.controllers.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.controllers.Fixtures;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointsPlanTest {
    private final Service service = Fixtures.object(
            Service.KIND,
            "web",
            "{'spec': {'clusterIP': '10.96.0.9', 'selector': {'app': 'web'}, 'ports': [{'port': 80, 'targetPort': 8080}]}}");

    private static Pod pod(String name, String ready) {
        return Fixtures.object(Pod.KIND, name, """
                {'metadata': {'labels': {'app': 'web'}}, 'spec': {'nodeName': 'n'},
                 'status': {'podIP': '10.0.0.%d', 'conditions': [{'type': 'Ready', 'status': '%s'}]}}""".formatted(name.charAt(0) - 'a', ready));
    }

    private Endpoints created(List<Pod> pods) {
        var plan = EndpointsPlan.of(new EndpointsPlan.Observed(service, pods, Optional.empty()));
        return assertInstanceOf(
                        EndpointsPlan.Action.Create.class, plan.actions().getFirst())
                .endpoints();
    }

    @Test
    void separatesReadyFromUnready() {
        var subset =
                created(List.of(pod("b", "False"), pod("a", "True"))).subsets().getFirst();
        assertEquals("10.0.0.0", subset.addresses().getFirst().ip());
        assertEquals("10.0.0.1", subset.notReadyAddresses().getFirst().ip());
        assertEquals(8080, subset.ports().getFirst().port());
    }

    @Test
    void portsAreTogetherIfTheSameAddressesHaveThem() {
        var named = "{'spec': {'containers': [{'name': 'c', 'ports': [{'name': 'web', 'containerPort': 8080}]}]}}";
        var spec = Fixtures.object(Pod.KIND, "x", named).spec();
        var ports = service.spec()
                .tree()
                .with(
                        "ports",
                        Fixtures.object(Service.KIND, "x", """
                {'spec': {'ports': [{'name': 'http', 'targetPort': 'web'}, {'name': 'dns', 'targetPort': 53}]}}""").spec().tree().list("ports"));
        var endpoints = EndpointsPlan.of(new EndpointsPlan.Observed(
                        service.withSpec(service.spec().of(ports)),
                        List.of(pod("a", "True").withSpec(spec), pod("b", "True")),
                        Optional.empty()))
                .actions()
                .getFirst();
        var subsets = assertInstanceOf(EndpointsPlan.Action.Create.class, endpoints).endpoints().subsets().stream()
                .map(it -> it.ports().getFirst().name() + " " + it.addresses().size())
                .toList();
        assertEquals(List.of("http 1", "dns 2"), subsets);
    }

    @Test
    void replanningIsEmptyInAnyOrder() {
        var endpoints = created(List.of(pod("a", "True"), pod("b", "False")));
        var again = EndpointsPlan.of(new EndpointsPlan.Observed(
                service, List.of(pod("b", "False"), pod("a", "True")), Optional.of(endpoints)));
        assertEquals(List.of(), again.actions());
    }

    @Test
    void podsThatEndAreNotListed() {
        var going = pod("a", "True");
        going = going.withMetadata(going.metadata().withDeletionTimestamp(Fixtures.NOW));
        assertEquals(0, created(List.of(going)).subsets().size());
    }
}
