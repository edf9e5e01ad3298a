package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.linux.mount.Mounts;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ConfigMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose disk fills up. */
class FullDiskTest {

    /** Room for a few files of the log. */
    private static final long DISK_BYTES = 256L << 20;

    private static final String BLOCK = "x".repeat(900_000);

    @TempDir
    Path directory;

    private boolean mounted;

    private void mount() throws Exception {
        boolean isRoot = System.getProperty("os.name").equals("Linux")
                && Files.getOwner(Path.of("/proc/self")).getName().equals("root");
        assumeTrue(isRoot, "a small disk is mounted, which needs root on Linux");
        Mounts.tmpfs(directory, DISK_BYTES);
        mounted = true;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            Mounts.unmount(directory);
        }
    }

    private Jibe start() {
        return Jibe.start(JibeOptions.DEFAULT.withNodes(0).in(directory));
    }

    private static ConfigMap block(String name) {
        return ConfigMap.KIND.of(JsonMap.of(
                "metadata", JsonMap.of("name", name, "namespace", "default"), "data", JsonMap.of("block", BLOCK)));
    }

    /** Creates blocks until the disk is full; the failure that says so. */
    private static ApiFailure fill(Client client, List<String> acknowledged) {
        for (int i = 0; i * (long) BLOCK.length() < 2 * DISK_BYTES; i++) {
            try {
                client.of(ConfigMap.KIND).create(block("block-" + i));
                acknowledged.add("block-" + i);
            } catch (ApiFailure e) {
                return e;
            }
        }
        throw new AssertionError("the disk never became full");
    }

    @Test
    void aFullDiskRefusesWritesAndLosesNothing() throws Exception {
        mount();
        var acknowledged = new ArrayList<String>();
        try (var cluster = start()) {
            var failure = fill(cluster.client(), acknowledged);
            assertEquals(503, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains("space"), failure::toString);
            assertEquals(BLOCK, block(cluster, acknowledged.getFirst()));
            Mounts.mount("tmpfs", directory, "tmpfs", Mounts.REMOUNT, "size=" + 2 * DISK_BYTES);
            cluster.client().of(ConfigMap.KIND).create(block("with-room"));
            acknowledged.add("with-room");
        }
        try (var cluster = start()) {
            for (var name : acknowledged) {
                assertEquals(BLOCK, block(cluster, name));
            }
        }
    }

    private static String block(Jibe cluster, String name) {
        return cluster.client()
                .of(ConfigMap.KIND)
                .get("default", name)
                .tree()
                .map("data")
                .string("block");
    }
}
