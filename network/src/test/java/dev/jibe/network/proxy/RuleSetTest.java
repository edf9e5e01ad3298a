package dev.jibe.network.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static final String TABLE = "jibe-test";

    private static <V> V at(Map<String, V> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static JsonMap service(String name, String spec) {
        return JsonMap.of("metadata", JsonMap.of("name", name, "namespace", "default"), "spec", Json.parseMap(spec));
    }

    private static JsonMap slice(String service, String... addresses) {
        var endpoints = new java.util.ArrayList<JsonMap>();
        for (var address : addresses) {
            endpoints.add(Json.parseMap(
                    "{\"addresses\":[\"" + address + "\"],\"conditions\":{\"ready\":true},\"nodeName\":\"n1\"}"));
        }
        return Json.parseMap(
                        "{\"metadata\":{\"name\":\"s\",\"namespace\":\"default\",\"labels\":{\"kubernetes.io/service-name\":\""
                                + service
                                + "\"}},\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"\",\"port\":5000,\"protocol\":\"TCP\"}]}")
                .with("endpoints", dev.jibe.object.JsonList.copyOf(endpoints));
    }

    private static final String NODE_PORT =
            "{\"clusterIP\":\"10.96.0.7\",\"type\":\"NodePort\",\"ports\":[{\"port\":80,\"protocol\":\"TCP\",\"nodePort\":30080}]}";

    @Test
    void serviceLeadsToItsEndpoints() {
        var ports = ServiceTable.of(
                List.of(service("web", NODE_PORT)), List.of(slice("web", "10.1.0.2", "10.1.0.3")), "n1");
        var rules = RuleSet.of(ports, List.of());
        var verdict = at(at(rules.elements(), RuleSet.SERVICES), "10.96.0.7 . tcp . 80");
        var chain = verdict.substring("goto ".length());
        assertTrue(at(rules.chains(), chain).getFirst().startsWith("numgen random mod 2 vmap"));
        assertTrue(at(rules.elements(), RuleSet.NODE_PORTS).containsKey("tcp . 30080"));
        assertEquals(
                2,
                rules.chains().keySet().stream()
                        .filter(name -> name.startsWith("ep-"))
                        .count());
    }

    @Test
    void otherPortsOfItsAddressAreRefused() {
        var external = service(
                "web", "{\"clusterIP\":\"10.96.0.7\",\"externalIPs\":[\"192.0.2.9\"],\"ports\":[{\"port\":80}]}");
        var rules = RuleSet.of(ServiceTable.of(List.of(external), List.of(slice("web", "10.1.0.2")), "n1"), List.of());
        assertEquals(Map.of("10.96.0.7", "goto reject-it"), at(rules.elements(), RuleSet.CLUSTER_ADDRESSES));
    }

    @Test
    void serviceWithoutEndpointsIsRefused() {
        var rules = RuleSet.of(ServiceTable.of(List.of(service("web", NODE_PORT)), List.of(), "n1"), List.of());
        assertEquals("goto reject-it", at(at(rules.elements(), RuleSet.NO_ENDPOINTS), "10.96.0.7 . tcp . 80"));
        assertFalse(rules.elements().containsKey(RuleSet.SERVICES));
    }

    @Test
    void headlessAndExternalServicesHaveNoRules() {
        var headless = service("h", "{\"clusterIP\":\"None\",\"ports\":[{\"port\":80}]}");
        var external = service("e", "{\"type\":\"ExternalName\",\"externalName\":\"example.com\"}");
        assertEquals(
                RuleSet.EMPTY, RuleSet.of(ServiceTable.of(List.of(headless, external), List.of(), "n1"), List.of()));
    }

    @Test
    void affinityRemembersClients() {
        var spec = NODE_PORT.replace("\"type\"", "\"sessionAffinity\":\"ClientIP\",\"type\"");
        var rules = RuleSet.of(
                ServiceTable.of(List.of(service("web", spec)), List.of(slice("web", "10.1.0.2", "10.1.0.3")), "n1"),
                List.of());
        assertEquals(2, rules.affinity().size());
        assertTrue(rules.affinity().values().stream().allMatch(seconds -> seconds == 10_800));
    }

    @Test
    void unreadyEndpointsAreLeftOutUnlessNothingElseServes() {
        var slice = Json.parseMap(
                "{\"metadata\":{\"namespace\":\"default\",\"labels\":{\"kubernetes.io/service-name\":\"web\"}},"
                        + "\"addressType\":\"IPv4\",\"ports\":[{\"port\":5000}],\"endpoints\":["
                        + "{\"addresses\":[\"10.1.0.2\"],\"conditions\":{\"ready\":false,\"serving\":true,\"terminating\":true}},"
                        + "{\"addresses\":[\"10.1.0.3\"],\"conditions\":{\"ready\":false}}]}");
        var ports = ServiceTable.of(List.of(service("web", NODE_PORT)), List.of(slice), "n1");
        assertEquals(
                List.of("10.1.0.2"),
                ports.getFirst().endpoints().stream().map(e -> e.address()).toList());
    }

    @Test
    void hostPortsLeadToPodsOfTheNode() {
        var pod = Json.parseMap(
                "{\"spec\":{\"nodeName\":\"n1\",\"containers\":[{\"ports\":[{\"hostPort\":8080,\"containerPort\":80}]}]},"
                        + "\"status\":{\"podIP\":\"10.1.0.9\"}}");
        assertEquals(1, HostPort.of(List.of(pod), "n1").size());
        assertEquals(0, HostPort.of(List.of(pod), "n2").size());
        var rules = RuleSet.of(List.of(), HostPort.of(List.of(pod), "n1"));
        assertTrue(at(rules.elements(), RuleSet.NODE_PORTS).containsKey("tcp . 8080"));
    }

    @Test
    void nothingToDoBetweenEqualRules() {
        var rules = RuleSet.of(
                ServiceTable.of(List.of(service("web", NODE_PORT)), List.of(slice("web", "10.1.0.2")), "n1"),
                List.of());
        assertEquals("", Transaction.between(TABLE, rules, rules));
    }

    /** Replaying transactions on a model of the table always gives the wanted rules. */
    @Test
    void transactionsLeadFromAnyRulesToAnyOthers() {
        long seed = 7;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var table = new TableModel();
        var before = RuleSet.EMPTY;
        for (int step = 0; step < 200; step++) {
            var services = new java.util.ArrayList<JsonMap>();
            var slices = new java.util.ArrayList<JsonMap>();
            for (int i = 0; i < 5; i++) {
                if (random.nextBoolean()) {
                    services.add(service(
                            "s" + i,
                            NODE_PORT.replace("10.96.0.7", "10.96.0." + i).replace("30080", "3008" + i)));
                    if (random.nextInt(3) > 0) {
                        slices.add(slice("s" + i, "10.1.0." + random.nextInt(1, 9), "10.1.1." + random.nextInt(1, 9)));
                    }
                }
            }
            var after = RuleSet.of(ServiceTable.of(services, slices, "n1"), List.of());
            table.apply(Transaction.between(TABLE, before, after));
            assertEquals(after.chains(), table.chains(), "seed " + seed + " step " + step);
            assertEquals(after.elements(), table.elements(), "seed " + seed + " step " + step);
            before = after;
        }
    }
}
