package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.DeviceClass;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceClaimTemplate;
import dev.jibe.object.api.resource.v1.ResourceSlice;
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
