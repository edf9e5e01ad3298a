package dev.jibe.network.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.network.dns.Answer.Address;
import dev.jibe.network.dns.Answer.Alias;
import dev.jibe.network.dns.Answer.Found;
import dev.jibe.network.dns.Answer.NoSuchName;
import dev.jibe.network.dns.Answer.NotOurs;
import dev.jibe.network.dns.Answer.Pointer;
import dev.jibe.network.dns.Answer.ServiceLocation;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZoneTest {

    private static final Map<String, JsonMap> SERVICES = Map.of(
            "default/web",
                    Json.parseMap(
                            "{\"metadata\":{\"name\":\"web\",\"namespace\":\"default\"},\"spec\":{\"clusterIP\":\"10.96.0.7\","
                                    + "\"ports\":[{\"name\":\"http\",\"port\":80,\"protocol\":\"TCP\"}]}}"),
            "default/db",
                    Json.parseMap(
                            "{\"metadata\":{\"name\":\"db\",\"namespace\":\"default\"},\"spec\":{\"clusterIP\":\"None\","
                                    + "\"ports\":[{\"name\":\"sql\",\"port\":3306}]}}"),
            "default/out", Json.parseMap("{\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"example.com\"}}"));

    private static final JsonMap SLICE =
            Json.parseMap("{\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"sql\",\"port\":3306,\"protocol\":\"TCP\"}],"
                    + "\"endpoints\":[{\"addresses\":[\"10.1.0.2\"],\"hostname\":\"db-0\",\"conditions\":{\"ready\":true}},"
                    + "{\"addresses\":[\"10.1.0.3\"],\"conditions\":{\"ready\":false}}]}");

    private final Zone zone = new Zone("cluster.local", new ClusterNames() {
        @Override
        public Optional<JsonMap> service(String namespace, String name) {
            return Optional.ofNullable(SERVICES.get(namespace + "/" + name));
        }

        @Override
        public List<JsonMap> slices(String namespace, String service) {
            return service.equals("db") ? List.of(SLICE) : List.of();
        }

        @Override
        public List<JsonMap> servicesAt(String clusterIp) {
            return SERVICES.values().stream()
                    .filter(s -> s.map("spec").string("clusterIP").equals(clusterIp))
                    .toList();
        }

        @Override
        public boolean hasNamespace(String namespace) {
            return namespace.equals("default");
        }
    });

    @Test
    void serviceHasItsClusterAddress() {
        var name = "web.default.svc.cluster.local";
        assertEquals(new Found(List.of(new Address(name, "10.96.0.7"))), zone.answer(name + ".", Zone.Type.A));
        assertEquals(new Found(List.of()), zone.answer(name, Zone.Type.AAAA));
        assertEquals(
                new Found(List.of(new ServiceLocation("_http._tcp." + name, 80, name))),
                zone.answer("_http._tcp." + name, Zone.Type.SRV));
    }

    @Test
    void headlessServiceHasTheAddressesOfReadyPods() {
        var name = "db.default.svc.cluster.local";
        assertEquals(new Found(List.of(new Address(name, "10.1.0.2"))), zone.answer(name, Zone.Type.A));
        assertEquals(
                new Found(List.of(new Address("db-0." + name, "10.1.0.2"))), zone.answer("db-0." + name, Zone.Type.A));
        assertEquals(
                new Found(List.of(new ServiceLocation("_sql._tcp." + name, 3306, "db-0." + name))),
                zone.answer("_sql._tcp." + name, Zone.Type.SRV));
    }

    @Test
    void otherNames() {
        assertEquals(
                new Found(List.of(new Alias("out.default.svc.cluster.local", "example.com"))),
                zone.answer("out.default.svc.cluster.local", Zone.Type.A));
        assertEquals(
                new Found(List.of(new Address("10-1-2-3.default.pod.cluster.local", "10.1.2.3"))),
                zone.answer("10-1-2-3.default.pod.cluster.local", Zone.Type.A));
        assertEquals(
                new Found(List.of(new Pointer("7.0.96.10.in-addr.arpa", "web.default.svc.cluster.local"))),
                zone.answer("7.0.96.10.in-addr.arpa", Zone.Type.PTR));
        assertInstanceOf(NoSuchName.class, zone.answer("gone.default.svc.cluster.local", Zone.Type.A));
        assertInstanceOf(NotOurs.class, zone.answer("example.com", Zone.Type.A));
        assertInstanceOf(NotOurs.class, zone.answer("9.9.9.9.in-addr.arpa", Zone.Type.PTR));
    }
}
