package com.example.website;

import dev.jibe.testkit.Jibe;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The clients that everybody uses, for a cluster of a test. */
final class Clients {

    private Clients() {}

    static KubernetesClient fabric8(Jibe cluster) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    static ApiClient official(Jibe cluster) {
        try {
            var config = KubeConfig.loadKubeConfig(new StringReader(cluster.kubeconfig()));
            return ClientBuilder.kubeconfig(config).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
