package dev.jibe.controllers.endpointslice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.endpointslice.Action.CreateSlice;
import dev.jibe.controllers.endpointslice.Action.DeleteSlice;
import dev.jibe.controllers.endpointslice.Action.UpdateSlice;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.discovery.v1.Endpoint;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSlicePlanTest {
    private final List<EndpointSlice> slices = new ArrayList<>();
    private int names;
    private Map<String, String> zones = Map.of("n", "north");
    private Map<String, Double> cpus = Map.of();

    private static Service service(String spec) {
        return Fixtures.object(Service.KIND, "web", "{'spec': " + spec + "}");
    }

    private static Service service() {
        return service(
                "{'clusterIP': '10.96.0.9', 'selector': {'app': 'web'}, 'ports': [{'port': 80, 'targetPort': 'http'}]}");
    }

    private static Pod pod(int number) {
        return pod(number, 8080);
    }

    private static Pod pod(int number, int port) {
        return Fixtures.object(Pod.KIND, "p%04d".formatted(number), """
                {'metadata': {'labels': {'app': 'web'}},
                 'spec': {'nodeName': 'n', 'containers': [{'name': 'c', 'ports': [{'name': 'http', 'containerPort': %d}]}]},
                 'status': {'phase': 'Running', 'podIP': '10.0.%d.%d', 'conditions': [{'type': 'Ready', 'status': 'True'}]}}""".formatted(port, number / 256, number % 256));
    }

    private static List<Pod> pods(int from, int to) {
        var pods = new ArrayList<Pod>();
        for (int i = from; i < to; i++) {
            pods.add(pod(i));
        }
        return pods;
    }

    private EndpointSlicePlan plan(Service service, List<Pod> pods) {
        return EndpointSlicePlan.of(new EndpointSlicePlan.Observed(service, pods, slices, zones, cpus));
    }

    /** Carries the plan out; answers the number of writes. */
    private int apply(Service service, List<Pod> pods) {
        var plan = plan(service, pods);
        for (var action : plan.actions()) {
            switch (action) {
                case CreateSlice(EndpointSlice slice) -> {
                    var name = "web-%02d".formatted(names++);
                    slices.add(
                            slice.withMetadata(slice.metadata().withName(name).withUid("uid of " + name)));
                }
                case UpdateSlice(EndpointSlice slice) ->
                    slices.replaceAll(old -> old.uid().equals(slice.uid()) ? slice : old);
                case DeleteSlice(String name, String uid) ->
                    slices.removeIf(old -> old.uid().equals(uid));
            }
        }
        assertEquals(List.of(), plan(service, pods).actions(), "planned again");
        return plan.actions().size();
    }

    private List<String> addresses() {
        return slices.stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(endpoint -> endpoint.addresses().getFirst())
                .toList();
    }

    private Endpoint only() {
        return slices.getFirst().endpoints().getFirst();
    }

    private static Pod terminating(Pod pod) {
        return pod.withMetadata(pod.metadata().withDeletionTimestamp(Fixtures.NOW));
    }

    @Test
    void writesDownThePodsBehindAService() {
        var slice = assertInstanceOf(
                        CreateSlice.class, plan(service(), pods(0, 1)).actions().getFirst())
                .slice();
        assertEquals("web-", slice.metadata().generateName());
        assertEquals("web", slice.labels().get("kubernetes.io/service-name"));
        assertEquals("endpointslice-controller.k8s.io", slice.labels().get("endpointslice.kubernetes.io/managed-by"));
        assertEquals(8080, slice.ports().getFirst().port());
        var endpoint = slice.endpoints().getFirst();
        assertEquals(List.of("10.0.0.0"), List.copyOf(endpoint.addresses()));
        assertEquals("n", endpoint.nodeName());
        assertEquals("north", endpoint.zone());
        assertTrue(endpoint.conditions().ready());
    }

    @ParameterizedTest
    @CsvSource({
        "PreferClose, true, false",
        "PreferSameZone, true, false",
        "PreferSameNode, true, true",
        "'', false, false"
    })
    void saysForWhomAnEndpointIs(String distribution, boolean hasZone, boolean hasNode) {
        var service = service();
        service = service.withSpec(
                distribution.isEmpty() ? service.spec() : service.spec().withTrafficDistribution(distribution));
        apply(service, List.of(pod(1)));
        assertEquals(
                hasZone,
                only().hints().forZones().stream().anyMatch(it -> it.name().equals("north")));
        assertEquals(
                hasNode,
                only().hints().forNodes().stream().anyMatch(it -> it.name().equals("n")));
        apply(service, List.of(terminating(pod(1))));
        assertFalse(only().hasHints(), "not ready");
    }

    @Test
    void eachZoneGetsItsPart() {
        var service = service();
        service = service.withMetadata(
                service.metadata().withAnnotationsTree(JsonMap.of("service.kubernetes.io/topology-mode", "Auto")));
        var counts = " (1 endpoints, 2 zones)";
        assertTrue(String.valueOf(plan(service, pods(0, 9)).hints().get("IPv4")).contains("Insufficient Node"));
        cpus = Map.of("north", 0.5, "south", 0.5);
        zones = Map.of("n", "north");
        assertEquals(
                Optional.of("Insufficient number of endpoints" + counts),
                plan(service, pods(0, 1)).hints().get("IPv4"));
        apply(service, pods(0, 8));
        assertEquals("{north=4, south=4}", hints());
        apply(service, pods(0, 9));
        assertEquals("{north=5, south=4}", hints());
        apply(service(), pods(0, 9));
        assertEquals("{}", hints());
    }

    private String hints() {
        var counts = new TreeMap<String, Integer>();
        slices.forEach(slice -> slice.endpoints()
                .forEach(endpoint ->
                        endpoint.hints().forZones().forEach(zone -> counts.merge(zone.name(), 1, Integer::sum))));
        return counts.toString();
    }

    @Test
    void aPodOnANodeThatIsNotThereIsLeftOut() {
        var lost = pod(1);
        lost = lost.withSpec(lost.spec().withNodeName("other"));
        var plan = plan(service(), List.of(lost, pod(2)));
        assertEquals("p0001", plan.lost().orElseThrow().name());
        apply(service(), List.of(lost, pod(2)));
        assertEquals(List.of("10.0.0.2"), addresses());
    }

    @Test
    void aPodThatEndsStillServesButIsNotReady() {
        apply(service(), List.of(terminating(pod(1))));
        assertFalse(only().conditions().ready());
        assertTrue(only().conditions().serving());
        assertTrue(only().conditions().terminating());
    }

    @Test
    void unreadyPodsArePublishedOnRequest() {
        var unready = pod(1);
        unready = unready.withStatus(unready.status().withoutConditions());
        apply(service(), List.of(unready));
        assertFalse(only().conditions().ready());
        apply(
                service("{'clusterIP': 'None', 'selector': {'app': 'web'}, 'publishNotReadyAddresses': true}"),
                List.of(unready));
        assertTrue(only().conditions().ready());
        assertFalse(only().conditions().serving());
        assertTrue(slices.getFirst().labels().containsKey("service.kubernetes.io/headless"));
    }

    @Test
    void withoutPodsOneEmptySliceStays() {
        apply(service(), List.of());
        assertEquals(1, slices.size());
        apply(service(), pods(0, 3));
        assertEquals(1, slices.size());
        apply(service(), List.of());
        assertEquals(1, slices.size());
        assertEquals(List.of(), addresses());
    }

    @Test
    void withoutASelectorItIsNotOurs() {
        assertEquals(
                List.of(),
                plan(service("{'ports': [{'port': 80}]}"), pods(0, 3)).actions());
    }

    @Test
    void podsWithOtherPortsGetASliceOfTheirOwn() {
        apply(service(), List.of(pod(1, 8080), pod(2, 9090)));
        assertEquals(2, slices.size());
    }

    @Test
    void fillsSlicesBeforeItMakesMore() {
        assertEquals(3, apply(service(), pods(0, 250)));
        assertEquals(1, apply(service(), pods(0, 260)), "room in the last slice");
        assertEquals(1, apply(service(), pods(1, 260)), "one slice loses one");
        assertEquals(3, slices.size());
        assertTrue(slices.stream().allMatch(slice -> slice.endpoints().size() <= 100));
    }

    @Test
    void aChangeOfOneEndpointIsOneWrite() {
        apply(service(), pods(0, 300));
        UnaryOperator<Pod> end = pod -> pod.name().equals("p0150") ? terminating(pod) : pod;
        assertEquals(1, apply(service(), pods(0, 300).stream().map(end).toList()));
    }

    @Test
    void anyChangeLeadsToExactlyTheWantedEndpoints() {
        var random = Random.from(Fixtures.random("EndpointSlicePlanTest"));
        for (int round = 0; round < 50; round++) {
            var pods = new ArrayList<Pod>();
            for (int i = 0; i < 400; i++) {
                if (random.nextInt(3) > 0) {
                    pods.add(pod(i, random.nextInt(10) == 0 ? 9090 : 8080));
                }
            }
            Collections.shuffle(pods, random);
            apply(service(), pods);
            var wanted = pods.stream().map(pod -> pod.status().podIP()).toList();
            assertEquals(wanted.size(), addresses().size());
            assertEquals(new HashSet<>(wanted), new HashSet<>(addresses()));
        }
    }
}
