package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Patch;
import dev.jibe.jibe.UsageException;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.v1.ConfigMap;
import dev.jibe.object.api.v1.Pod;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that come back, and clusters beside others. */
final class ContinuationTest {

    @Test
    void aClusterContinuesFromItsDirectory(@TempDir Path directory) {
        var options = JibeOptions.DEFAULT.withNodes(1).in(directory);
        java.util.Set<String> before;
        try (var cluster = Jibe.start(options)) {
            cluster.client().of(Deployment.KIND).create(Samples.deployment("default", "web", 3, "web:1"));
            Samples.awaitReady(cluster.client(), "default", 3);
            before = Samples.pods(cluster.client(), "default").stream()
                    .map(Pod::uid)
                    .collect(Collectors.toSet());
        }
        try (var cluster = Jibe.start(options)) {
            var after = Samples.pods(cluster.client(), "default").stream()
                    .map(Pod::uid)
                    .collect(Collectors.toSet());
            assertEquals(before, after);
            var wanted = Samples.deployment("default", "web", 4, "web:1").spec().tree();
            cluster.client().of(Deployment.KIND).patch("default", "web", new Patch.Merge(JsonMap.of("spec", wanted)));
            Samples.awaitReady(cluster.client(), "default", 4);
        }
    }

    @Test
    void twoClustersKnowNothingOfEachOther() {
        try (var one = Jibe.start();
                var other = Jibe.start()) {
            one.client().of(ConfigMap.KIND).create(ConfigMap.KIND.create("default", "settings"));

            assertTrue(other.client()
                    .of(ConfigMap.KIND)
                    .find("default", "settings")
                    .isEmpty());
            assertTrue(
                    one.client().of(ConfigMap.KIND).find("default", "settings").isPresent());
        }
    }

    @Test
    void aDirectoryInUseIsRefused(@TempDir Path directory) {
        var options = JibeOptions.DEFAULT.withNodes(0).in(directory);
        try (var cluster = Jibe.start(options)) {
            var refusal = assertThrows(UsageException.class, () -> Jibe.start(options));
            assertTrue(String.valueOf(refusal.getMessage()).contains("is in use by"), refusal.getMessage());
            assertTrue(
                    cluster.client().of(ConfigMap.KIND).find("default", "none").isEmpty());
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() {
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0))) {
            int port = cluster.server().getPort();
            var refusal = assertThrows(
                    UsageException.class,
                    () -> Jibe.start(JibeOptions.DEFAULT.withNodes(0).withPort(port)));
            var message = String.valueOf(refusal.getMessage());
            assertTrue(message.contains("cannot listen on 127.0.0.1:" + port), message);
            assertEquals(1, message.lines().count());
        }
    }
}
