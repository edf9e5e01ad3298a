package com.example.website;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.testkit.Jibe;
import dev.jibe.testkit.JibeOptions;
import dev.jibe.testkit.VirtualClock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose view of the cluster has become too old, or whose server went away for a while. */
final class RelistTest {

    @Test
    void whatIsTooOldIsGone() {
        var clock = new VirtualClock();
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withClock(clock));
                var client = Clients.fabric8(cluster)) {
            for (int i = 0; i < 4; i++) {
                create(client, "before-" + i);
            }
            var maps = client.configMaps().inNamespace("default");
            var page = maps.list(new ListOptionsBuilder().withLimit(2L).build());
            var old = page.getMetadata().getResourceVersion();

            Clients.await().until(() -> {
                clock.advance(Duration.ofMinutes(6));
                create(client, "at-" + clock.millis());
                var closed = new CompletableFuture<WatcherException>();
                try (var watch = maps.watch(
                        new ListOptionsBuilder().withResourceVersion(old).build(), new Closing(closed))) {
                    return closed.orTimeout(1, java.util.concurrent.TimeUnit.SECONDS)
                            .handle((cause, late) -> cause != null && cause.isHttpGone())
                            .join();
                }
            });
            var gone = assertThrows(
                    KubernetesClientException.class,
                    () -> maps.list(new ListOptionsBuilder()
                            .withLimit(2L)
                            .withContinue(page.getMetadata().getContinue())
                            .build()));
            assertEquals(410, gone.getCode());
            assertEquals("Expired", gone.getStatus().getReason());
        }
    }

    private record Closing(CompletableFuture<WatcherException> closed) implements Watcher<ConfigMap> {
        @Override
        public void eventReceived(Action action, ConfigMap object) {
            // Only how it ends matters.
        }

        @Override
        public void onClose(WatcherException cause) {
            closed.complete(cause);
        }
    }

    @Test
    void informersComeBackWithTheServer(@TempDir Path directory) throws Exception {
        var options = JibeOptions.DEFAULT.withNodes(0).in(directory).withPort(freePort());
        var first = Jibe.start(options);
        var factory = new SharedInformerFactory(Clients.official(first));
        try (var client = Clients.fabric8(first);
                var ours = client.configMaps().inNamespace("default").inform()) {
            var theirs = factory.sharedIndexInformerFor(
                    new GenericKubernetesApi<>(
                            V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", Clients.official(first)),
                    V1ConfigMap.class,
                    0,
                    "default");
            factory.startAllRegisteredInformers();
            create(client, "before");
            Clients.await()
                    .until(() -> ours.getStore().getByKey("default/before") != null
                            && theirs.getIndexer().getByKey("default/before") != null);
            first.close();
            try (var second = Jibe.start(options);
                    var other = Clients.fabric8(second)) {
                create(other, "after");
                other.configMaps().inNamespace("default").withName("before").delete();

                Clients.await()
                        .until(() -> ours.getStore().getByKey("default/after") != null
                                && theirs.getIndexer().getByKey("default/after") != null);
                Clients.await()
                        .until(() -> ours.getStore().getByKey("default/before") == null
                                && theirs.getIndexer().getByKey("default/before") == null);
                assertTrue(ours.isWatching());
            }
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    private static int freePort() throws java.io.IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void create(KubernetesClient client, String name) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
    }
}
