package dev.jibe.object.defaults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Container;
import dev.jibe.object.api.v1.PodSpec;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {
    private static JsonMap apply(String type, String json) {
        return Defaults.apply(Json.parseMap(json), Schema.builtin().type(type));
    }

    private static PodSpec pod(String spec) {
        return new PodSpec(
                apply("io.k8s.api.core.v1.Pod", "{\"spec\":" + spec + "}").map("spec"));
    }

    @Test
    void aPodIsCompleted() {
        PodSpec spec = pod("{\"containers\":[{\"name\":\"a\",\"image\":\"b\",\"ports\":[{\"containerPort\":80}]}]}");
        assertEquals("Always", spec.restartPolicy());
        assertEquals("ClusterFirst", spec.dnsPolicy());
        assertEquals(30, spec.terminationGracePeriodSeconds());
        assertTrue(spec.enableServiceLinks() && spec.hasSecurityContext());
        assertEquals("TCP", spec.containers().getFirst().ports().getFirst().protocol());
        assertEquals("File", spec.containers().getFirst().terminationMessagePolicy());
    }

    @Test
    void aPodTemplateIsNotAPod() {
        JsonMap deployment = apply("io.k8s.api.apps.v1.Deployment", """
                {"spec":{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"1"}}}]}}}}""");
        JsonMap template = deployment.map("spec").map("template").map("spec");
        assertFalse(template.has("enableServiceLinks"));
        assertFalse(
                ((JsonMap) template.list("containers").get(0)).map("resources").has("requests"));
        assertEquals("default-scheduler", template.string("schedulerName"));
        assertEquals(
                JsonMap.of("maxSurge", "25%", "maxUnavailable", "25%"),
                deployment.at("spec", "strategy", "rollingUpdate"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"podIP\":\"10.0.0.1\"} | 10.0.0.1",
                "{\"podIPs\":[{\"ip\":\"10.0.0.1\"}]} | 10.0.0.1",
                "{\"podIP\":\"10.0.0.2\",\"podIPs\":[{\"ip\":\"10.0.0.1\"}]} | 10.0.0.2",
            })
    void theFirstAddressOfAPodIsSaidTwice(String status, String address) {
        var addressed =
                apply("io.k8s.api.core.v1.Pod", "{\"status\":" + status + "}").map("status");
        assertEquals(address, addressed.string("podIP"));
        assertEquals(address, addressed.list("podIPs").map(0).string("ip"));
        assertEquals(false, addressed.has("phase"));
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, Always",
        "nginx:latest, Always",
        "nginx:1.27, IfNotPresent",
        "localhost:5000/nginx, Always",
        "localhost:5000/nginx:1.27, IfNotPresent",
        "nginx@sha256:0123, IfNotPresent",
    })
    void theTagDecidesWhenToPull(String image, String policy) {
        Container container = pod("{\"containers\":[{\"name\":\"a\",\"image\":\"" + image + "\"}]}")
                .containers()
                .getFirst();
        assertEquals(policy, container.imagePullPolicy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            apps.v1.Deployment|strategy|{"type":"Odd","rollingUpdate":{"maxSurge":1}}|{"rollingUpdate":{"maxSurge":1},"type":"Odd"}
            apps.v1.Deployment|strategy|{}|{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"}
            apps.v1.DaemonSet|updateStrategy|{"type":"OnDelete","rollingUpdate":{}}|{"rollingUpdate":{},"type":"OnDelete"}
            apps.v1.StatefulSet|updateStrategy|{}|{"rollingUpdate":{"partition":0},"type":"RollingUpdate"}
            apps.v1.StatefulSet|updateStrategy|{"type":"RollingUpdate"}|{"type":"RollingUpdate"}
            """)
    void howPodsAreReplacedIsOnlyFilledInWhereItIsGradual(String type, String key, String given, String filled) {
        var spec = apply("io.k8s.api." + type, "{\"spec\":{\"" + key + "\":" + given + "}}")
                .map("spec");
        assertEquals(filled, Json.text(spec.map(key)));
    }

    @Test
    void hugePagesOfContainersLimitThePod() {
        PodSpec spec = pod("""
                {"resources":{"limits":{"cpu":"2"}},"containers":[
                {"name":"a","resources":{"limits":{"hugepages-2Mi":"2Mi"}}},
                {"name":"b","resources":{"limits":{"hugepages-2Mi":"4Mi"}}}]}""");
        assertEquals("6Mi", spec.resources().limitsTree().string("hugepages-2Mi"));
        assertEquals("6Mi", spec.resources().requestsTree().string("hugepages-2Mi"));
    }

    @Test
    void limitsAreRequestsToo() {
        PodSpec spec = pod("""
                {"containers":[{"name":"a","resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"100m"}}}]}""");
        assertEquals(
                JsonMap.of("cpu", "100m", "memory", "1Gi"),
                spec.containers().getFirst().resources().requestsTree());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 1 | 1",
                "{\"parallelism\":3} |  | 3",
                "{\"completions\":3} | 3 | 1",
            })
    void aJobRunsAsOftenAsItSays(String spec, Long completions, long parallelism) {
        JsonMap job =
                apply("io.k8s.api.batch.v1.Job", "{\"spec\":" + spec + "}").map("spec");
        assertEquals(completions, job.get("completions"));
        assertEquals(parallelism, job.number("parallelism"));
    }

    @Test
    void aServiceIsReachedByTheSamePort() {
        JsonMap spec = apply(
                        "io.k8s.api.core.v1.Service", "{\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}}")
                .map("spec");
        assertEquals(80L, ((JsonMap) spec.list("ports").get(0)).number("targetPort"));
        assertEquals("Cluster", spec.string("externalTrafficPolicy"));
        assertNull(spec.get("allocateLoadBalancerNodePorts"));
    }

    @Test
    void whatLacksNothingIsLeftAlone() {
        StructType type = Schema.builtin().type("io.k8s.api.apps.v1.Deployment");
        JsonMap once = Defaults.apply(Json.parseMap("""
                {"metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"b"}]}}}}"""), type);
        assertSame(once, Defaults.apply(once, type));
    }

    /** A type that the schema does not call defaulted is not visited, so no rule may be for it. */
    @Test
    void theSchemaKnowsOfEveryRule() {
        RandomObjects random = new RandomObjects(new Random(1));
        for (StructType type : Schema.builtin().types()) {
            if (!type.isDefaulted()) {
                JsonMap object = random.object(type);
                assertSame(object, Rules.apply(object, type), type::name);
            }
        }
    }

    @Test
    void twiceIsOnce() {
        long seed = Long.getLong("jibe.seed", 36L);
        RandomObjects random = new RandomObjects(new Random(seed));
        for (StructType type : Schema.builtin().types()) {
            if (type.field("metadata") != null) {
                for (int round = 0; round < 3; round++) {
                    JsonMap once = Defaults.apply(random.object(type), type);
                    assertEquals(once, Defaults.apply(once, type), () -> "seed " + seed + ", " + type);
                }
            }
        }
    }
}
