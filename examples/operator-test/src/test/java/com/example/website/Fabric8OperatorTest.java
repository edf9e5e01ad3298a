package com.example.website;

import io.fabric8.kubernetes.client.KubernetesClient;

/** The operator of fabric8's client alone. */
final class Fabric8OperatorTest extends WebsiteOperatorTest {

    @Override
    AutoCloseable start(KubernetesClient client, HostNames names) {
        return new WebsiteController(client, names);
    }
}
