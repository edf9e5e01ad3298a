package dev.jibe.object.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaUsageTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static JsonMap yaml(String text) {
        return (JsonMap) withTexts(Yaml.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Quantities are texts, whatever they look like. */
    private static Object withTexts(Object value) {
        return switch (value) {
            case Number number -> number.toString();
            case JsonList list -> list.map(QuotaUsageTest::withTexts);
            case JsonMap map -> {
                var builder = JsonMap.builder();
                map.forEach((key, child) -> builder.put(key, withTexts(child)));
                yield builder.build();
            }
            default -> value;
        };
    }

    private static JsonMap pod(String spec) {
        return yaml("spec: {containers: [{name: c, resources: " + spec + "}]}");
    }

    private static String used(String spec, JsonMap... pods) {
        var quota = yaml("spec: " + spec);
        return used(quota, List.of(pods), List.of());
    }

    private static final JsonMap GPU = yaml("{metadata: {name: gpu}, spec: {extendedResourceName: ex.com/gpu}}");

    private static String used(JsonMap quota, List<JsonMap> pods, List<JsonMap> claims) {
        return Amounts.shown(QuotaUsage.used(
                quota,
                resource -> resource.plural().equals("pods") ? pods : claims,
                List.of(GPU, yaml("metadata: {name: plain}")),
                NOW));
    }

    @Test
    void sumsWhatPodsAskFor() {
        assertEquals(
                "limits.cpu=1,pods=2,requests.cpu=750m,requests.memory=1Gi",
                used(
                        "{hard: {pods: 5, requests.cpu: 1, requests.memory: 2Gi, limits.cpu: 3, unknown: 3}}",
                        pod("{requests: {cpu: 250m, memory: 512Mi}}"),
                        pod("{requests: {cpu: 500m, memory: 512Mi}, limits: {cpu: 1}}")));
    }

    @Test
    void initContainersCountOnlyIfTheyNeedMore() {
        var pod = yaml("""
            spec:
              initContainers:
              - {name: side, restartPolicy: Always, resources: {requests: {cpu: 1}}}
              - {name: init, resources: {requests: {cpu: 3}}}
              containers:
              - {name: main, resources: {requests: {cpu: 2}}}
              overhead: {cpu: 100m}
            """);
        assertEquals("cpu=4100m", used("{hard: {cpu: 10}}", pod));
    }

    @Test
    void resourcesOfThePodReplaceThoseOfItsContainers() {
        var pod = yaml("spec: {resources: {requests: {cpu: 5}}, containers: [{name: c}]}");
        assertEquals("cpu=5", used("{hard: {cpu: 10}}", pod));
        var evaluator = QuotaUsage.evaluator(new CountedResource("", "pods")).orElseThrow();
        assertEquals("", evaluator.missing(List.of("cpu"), pod));
    }

    @Test
    void endedPodsCountAsObjectsOnly() {
        var ended = pod("{requests: {cpu: 1}}").with("status", JsonMap.of("phase", "Failed"));
        assertEquals("count/pods=1,cpu=0,pods=0", used("{hard: {cpu: 10, pods: 1, count/pods: 1}}", ended));
    }

    @Test
    void scopesChoosePods() {
        var bestEffort = pod("{}");
        var burstable = pod("{requests: {cpu: 1}}");
        assertEquals("pods=1", used("{hard: {pods: 5}, scopes: [BestEffort]}", bestEffort, burstable));
        assertEquals(
                "pods=1", used("{hard: {pods: 5}, scopes: [NotBestEffort, NotTerminating]}", bestEffort, burstable));
        var high = burstable.with("spec", burstable.map("spec").with("priorityClassName", "high"));
        assertEquals(
                "pods=1",
                used(
                        "{hard: {pods: 5}, scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In,"
                                + " values: [high]}]}}",
                        high,
                        burstable));
    }

    @Test
    void saysWhatIsMissing() {
        var evaluator = QuotaUsage.evaluator(new CountedResource("", "pods")).orElseThrow();
        assertEquals(
                "must specify limits.cpu for: c; memory for: c",
                evaluator.missing(List.of("cpu", "memory", "limits.cpu", "pods"), pod("{requests: {cpu: 1}}")));
    }

    @Test
    void claimsCountByStorageClass() {
        var claim = yaml("spec: {storageClassName: fast, resources: {requests: {storage: 1.5}}}");
        var usage = QuotaUsage.evaluator(new CountedResource("", "persistentvolumeclaims"))
                .orElseThrow()
                .usage(claim, NOW);
        assertEquals("2", String.valueOf(usage.get("fast.storageclass.storage.k8s.io/requests.storage")));
    }

    @Test
    void namesTheResourcesToList() {
        var counted =
                QuotaUsage.counted(yaml("spec: {hard: {cpu: 1, secrets: 1, count/things.example.com: 2}}"), List.of());
        assertEquals("[pods, secrets, things.example.com]", counted.toString());
        var extended = yaml("spec: {hard: {requests.ex.com/gpu: 1, requests.ex.com/other: 1}}");
        assertEquals("[pods]", QuotaUsage.counted(extended, List.of()).toString());
        assertEquals(
                "[pods, resourceclaims.resource.k8s.io]",
                QuotaUsage.counted(extended, List.of(GPU)).toString());
    }

    private static JsonMap claim(String metadata, String deviceClass, long count) {
        var exactly = JsonMap.of("deviceClassName", deviceClass, "allocationMode", "ExactCount", "count", count);
        var requests = JsonList.of(JsonMap.of("name", "r", "exactly", exactly));
        return yaml("metadata: " + metadata).withAt(requests, "spec", "devices", "requests");
    }

    private static final JsonMap LIMITS = yaml("""
            spec:
              hard:
                requests.ex.com/gpu: 9
                requests.deviceclass.resource.kubernetes.io/gpu: 9
                requests.deviceclass.resource.kubernetes.io/plain: 9
                gpu.deviceclass.resource.k8s.io/devices: 9
            """);

    @Test
    void claimsCountAsWhatTheirClassesMakeUp() {
        var pod = pod("{requests: {ex.com/gpu: 2, deviceclass.resource.kubernetes.io/plain: 1}}");
        assertEquals(
                "gpu.deviceclass.resource.k8s.io/devices=3,requests.deviceclass.resource.kubernetes.io/gpu=3,"
                        + "requests.deviceclass.resource.kubernetes.io/plain=5,requests.ex.com/gpu=5",
                used(LIMITS, List.of(pod), List.of(claim("{name: c}", "gpu", 3), claim("{name: d}", "plain", 4))));
    }

    @Test
    void whatAPodHasPaidForItsClaimHasNotToPayAgain() {
        var pod = pod("{requests: {ex.com/gpu: 2}}").with("metadata", yaml("{name: p, namespace: n, uid: u}"));
        var metadata = "{name: %s, namespace: n, annotations: {resource.kubernetes.io/extended-resource-claim: 'true'},"
                + " ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: u, controller: true}]}";
        var first = claim(metadata.formatted("a"), "gpu", 2);
        var second = claim(metadata.formatted("b"), "gpu", 2);
        var limit = yaml("spec: {hard: {requests.ex.com/gpu: 9}}");
        assertEquals("requests.ex.com/gpu=2", used(limit, List.of(pod), List.of(first)));
        assertEquals("requests.ex.com/gpu=4", used(limit, List.of(pod), List.of(first, second)));
        var told = pod.with("status", yaml("extendedResourceClaimStatus: {resourceClaimName: b}"));
        assertEquals("requests.ex.com/gpu=4", used(limit, List.of(told), List.of(first, second)));
    }
}
