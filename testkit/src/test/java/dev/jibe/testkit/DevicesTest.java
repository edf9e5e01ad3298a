package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.DeviceClass;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimTemplate;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.v1.Namespace;
import dev.jibe.object.api.v1.Pod;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods get the devices that they claim, no two the same, and wait while there are none. */
@JibeTest(nodes = 2)
final class DevicesTest {
    private static String classOf(String driver) {
        return """
            spec: {selectors: [{cel: {expression: 'device.driver == "%s"'}}]}
            """.formatted(driver);
    }

    private static String large(String driver) {
        return """
            spec:
              spec:
                devices:
                  requests:
                  - name: gpu
                    exactly:
                      deviceClassName: %1$s
                      selectors:
                      - cel: {expression: 'device.capacity["%1$s"].memory.compareTo(quantity("20Gi")) >= 0'}
            """.formatted(driver);
    }

    private static String pod(String source) {
        return """
            spec:
              resourceClaims: [{name: gpu, %s}]
              containers: [{name: c, image: c, resources: {claims: [{name: gpu}]}}]
            """.formatted(source);
    }

    private static void offer(Yamls yamls, String driver, String node, String... memories) {
        var devices = new StringBuilder();
        for (int i = 0; i < memories.length; i++) {
            devices.append("  - {name: gpu-%d, attributes: {index: {int: %d}}, capacity: {memory: {value: %s}}}\n"
                    .formatted(i, i, memories[i]));
        }
        yamls.create(ResourceSlice.KIND, driver + "-" + node, """
            spec:
              driver: %1$s
              nodeName: %2$s
              pool: {name: %2$s, generation: 1, resourceSliceCount: 1}
              devices:
            %3$s\
            """.formatted(driver, node, devices));
    }

    private static boolean isRunning(Pod pod) {
        return pod.status().phase().equals("Running");
    }

    private static boolean waitsForDevices(Pod pod) {
        return pod.status().conditions().stream()
                .anyMatch(it -> it.type().equals("PodScheduled")
                        && it.status().equals("False")
                        && it.message().contains("cannot allocate all claims"));
    }

    @Test
    void podsGetDevicesOfTheirOwnAndWaitForOthersToLeave(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var driver = "own.example.com";
        yamls.create(DeviceClass.KIND, driver, classOf(driver));
        offer(yamls, driver, "node-0", "10Gi", "40Gi");
        offer(yamls, driver, "node-1", "40Gi");
        yamls.create(ResourceClaimTemplate.KIND, "gpu", large(driver));
        var names = List.of("a", "b", "c");
        names.forEach(name -> yamls.create(Pod.KIND, name, pod("resourceClaimTemplateName: gpu")));

        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).stream()
                                .filter(DevicesTest::isRunning)
                                .count()
                        == 2);
        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).stream().anyMatch(DevicesTest::waitsForDevices));
        var given = new HashSet<JsonMap>();
        for (var claim : client.of(ResourceClaim.KIND)
                .list(namespace.name(), Selectors.ALL)
                .items()) {
            var results =
                    claim.tree().map("status").map("allocation").map("devices").list("results");
            results.maps()
                    .forEach(result -> assertTrue(given.add(result.without("request")), "given twice: " + result));
        }
        assertEquals(2, given.size());

        var running = Samples.pods(client, namespace.name()).stream()
                .filter(DevicesTest::isRunning)
                .findFirst()
                .orElseThrow();
        client.of(Pod.KIND).delete(namespace.name(), running.name(), Deletion.DEFAULT);
        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).size() == 2
                        && Samples.pods(client, namespace.name()).stream().allMatch(DevicesTest::isRunning));
    }

    private static String extending(String driver) {
        return """
            spec:
              extendedResourceName: %1$s/gpu
              selectors: [{cel: {expression: 'device.driver == "%1$s"'}}]
            """.formatted(driver);
    }

    @Test
    void extendedResourcesAreMadeUpOfDevices(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var driver = "extended.example.com";
        yamls.create(DeviceClass.KIND, driver, extending(driver));
        offer(yamls, driver, "node-1", "40Gi");
        var body = """
            spec: {containers: [{name: c, image: c, resources: {limits: {%s/gpu: 1}}}]}
            """.formatted(driver);
        yamls.create(Pod.KIND, "a", body);
        Samples.await().until(() -> isRunning(yamls.get(Pod.KIND, "a")));
        yamls.create(Pod.KIND, "b", body);
        Samples.await().until(() -> waitsForDevices(yamls.get(Pod.KIND, "b")));

        var status = yamls.get(Pod.KIND, "a").status().extendedResourceClaimStatus();
        assertTrue(status.resourceClaimName().startsWith("a-extended-resources-"), status.toString());
        var mapping = status.requestMappings().getFirst();
        assertEquals("c container-0-request-0", mapping.containerName() + " " + mapping.requestName());
        var claim = yamls.get(ResourceClaim.KIND, status.resourceClaimName());
        assertEquals("a", claim.status().reservedFor().getFirst().name());
        assertEquals(1, claim.status().allocation().devices().results().size());

        client.of(Pod.KIND).delete(namespace.name(), "a", Deletion.DEFAULT);
        Samples.await().until(() -> isRunning(yamls.get(Pod.KIND, "b")));
        Samples.await()
                .until(() -> client.of(ResourceClaim.KIND)
                        .find(namespace.name(), claim.name())
                        .isEmpty());
    }

    @Test
    void whatOthersHaveIsOnlyForNamespacesOfAdministrators(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var body = "spec: {devices: {requests: [{name: r, exactly: {deviceClassName: c, adminAccess: true}}]}}";
        var refused = assertThrows(ApiFailure.class, () -> yamls.create(ResourceClaim.KIND, "a", body));
        assertEquals(
                "ResourceClaim.resource.k8s.io \"a\" is invalid: spec.devices.requests[0].adminAccess: Forbidden:"
                        + " admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on"
                        + " the containing namespace",
                refused.status().string("message"));
        var label = JsonMap.of("resource.kubernetes.io/admin-access", "true");
        var change = JsonMap.of("metadata", JsonMap.of("labels", label));
        client.of(Namespace.KIND).patch("", namespace.name(), new Patch.Merge(change));
        yamls.create(ResourceClaim.KIND, "a", body);
    }

    private static void report(Client client, ResourceClaim claim, String condition) {
        var result = claim.status().allocation().devices().results().getFirst();
        var said = JsonMap.of(
                "type",
                condition,
                "status",
                "True",
                "reason",
                "Done",
                "message",
                "",
                "lastTransitionTime",
                "2026-01-01T00:00:00Z");
        var device = JsonMap.of(
                "driver", result.driver(),
                "pool", result.pool(),
                "device", result.device(),
                "conditions", JsonList.of(said));
        var status = claim.tree().map("status").with("devices", JsonList.of(device));
        client.of(ResourceClaim.KIND)
                .updateStatus(ResourceClaim.KIND.of(claim.tree().with("status", status)));
    }

    @Test
    void podsWaitUntilTheirDevicesAreReady(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var driver = "slow.example.com";
        yamls.create(DeviceClass.KIND, driver, classOf(driver));
        yamls.create(ResourceSlice.KIND, driver, """
            spec:
              driver: %1$s
              allNodes: true
              pool: {name: fabric, generation: 1, resourceSliceCount: 1}
              devices:
              - {name: gpu, bindsToNode: true, bindingConditions: [attached], bindingFailureConditions: [broken]}
            """.formatted(driver));
        yamls.create(ResourceClaim.KIND, "slow", """
            spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: %s}}]}}
            """.formatted(driver));
        yamls.create(Pod.KIND, "a", pod("resourceClaimName: slow"));
        Samples.await()
                .until(() -> !yamls.get(ResourceClaim.KIND, "slow")
                        .status()
                        .reservedFor()
                        .isEmpty());
        var first = yamls.get(ResourceClaim.KIND, "slow");
        assertTrue(first.status().allocation().hasAllocationTimestamp());
        assertEquals("", yamls.get(Pod.KIND, "a").spec().nodeName());

        // The device is given back, and then once more to somebody: here there is only one.
        report(client, first, "broken");
        Samples.await().until(() -> {
            var claim = yamls.get(ResourceClaim.KIND, "slow");
            return !claim.status().reservedFor().isEmpty()
                    && claim.status().devices().isEmpty();
        });
        assertEquals("", yamls.get(Pod.KIND, "a").spec().nodeName());
        report(client, yamls.get(ResourceClaim.KIND, "slow"), "attached");
        Samples.await().until(() -> isRunning(yamls.get(Pod.KIND, "a")));
    }

    @Test
    void podsThatShareAClaimAreOnTheNodeOfItsDevice(Client client, TestNamespace namespace) {
        var yamls = new Yamls(client, namespace.name());
        var driver = "shared.example.com";
        yamls.create(DeviceClass.KIND, driver, classOf(driver));
        offer(yamls, driver, "node-1", "40Gi");
        yamls.create(ResourceClaim.KIND, "shared", """
            spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: %s}}]}}
            """.formatted(driver));
        for (var name : List.of("a", "b", "c")) {
            yamls.create(Pod.KIND, name, pod("resourceClaimName: shared"));
        }
        Samples.await()
                .until(() -> Samples.pods(client, namespace.name()).stream().allMatch(DevicesTest::isRunning));
        Samples.pods(client, namespace.name())
                .forEach(pod -> assertEquals("node-1", pod.spec().nodeName()));
        var claim = yamls.get(ResourceClaim.KIND, "shared");
        assertEquals(3, claim.status().reservedFor().size());
        assertTrue(claim.metadata().finalizers().contains("resource.kubernetes.io/delete-protection"));
    }
}
