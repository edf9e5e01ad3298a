package com.example.website;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;

/** The operator of the Java Operator SDK. */
final class OperatorSdkTest extends WebsiteOperatorTest {

    @Override
    AutoCloseable start(KubernetesClient client, HostNames names) {
        var operator =
                new Operator(settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(new WebsiteReconciler(names));
        operator.start();
        return operator::stop;
    }
}
