package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.http.HttpTransport;
import dev.jibe.client.http.Kubeconfig;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.apps.v1.ReplicaSet;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.ServiceAccount;
import dev.jibe.runtime.Clock;
import dev.jibe.store.etcd.EtcdProcess;
import dev.jibe.wire.http.client.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes over one etcd: both serve, one decides; either may be killed, and the other goes on. */
final class TwoServersTest {

    private static final List<String> SHARED =
            List.of("ca.crt", "ca.key", "front-proxy-ca.crt", "front-proxy-ca.key", "sa.key", "sa.pub");

    private static final String ONE = "198.51.100.1";
    private static final String TWO = "198.51.100.2";

    @Test
    void theOtherGoesOnWhenOneIsKilled(@TempDir Path directory) throws Exception {
        try (var etcd = EtcdProcess.start(directory);
                var one = new Server(directory.resolve("one"), etcd.address(), ONE)) {
            var first = one.client();
            assertDecides(first, first, "a");
            var holder = holder(first);
            awaitTokenKeys(first);
            share(directory.resolve("one/pki"), directory.resolve("two/pki"));
            try (var two = new Server(directory.resolve("two"), etcd.address(), TWO)) {
                var second = two.client();
                assertDecides(second, first, "b");
                assertEquals(holder, holder(second));
                awaitServers(second, ONE, TWO);

                one.kill();
                assertDecides(second, second, "c");
                var next = holder(second);
                assertNotEquals(holder, next);
                awaitServers(second, TWO);

                // The one that was killed comes back under another name: it does not take what was its own before.
                try (var again = new Server(directory.resolve("one"), etcd.address(), ONE)) {
                    var third = again.client();
                    assertDecides(third, second, "d");
                    assertEquals(next, holder(third));
                    two.kill();
                    assertDecides(third, third, "e");
                    assertNotEquals(next, holder(third));
                }
            }
        }
    }

    /** A deployment made at one server has its pods, and no more than those, at another. */
    private static void assertDecides(Client at, Client seenAt, String name) {
        at.of(Deployment.KIND).create(Samples.deployment("default", name, 3, "web:1"));
        var own = new Selectors("app=" + name, "");
        Samples.await()
                .until(() -> Samples.pods(seenAt, "default").stream()
                                .filter(pod -> name.equals(pod.labels().get("app")))
                                .count()
                        >= 3);
        assertEquals(1, seenAt.of(ReplicaSet.KIND).list("default", own).items().size());
        assertEquals(
                3,
                Samples.pods(seenAt, "default").stream()
                        .filter(pod -> name.equals(pod.labels().get("app")))
                        .count());
    }

    /** The service by which pods reach the API leads to these servers. */
    private static void awaitServers(Client client, String... addresses) {
        Samples.await()
                .until(() -> client.of(EndpointSlice.KIND)
                        .get("default", "kubernetes")
                        .tree()
                        .list("endpoints")
                        .maps()
                        .flatMap(each -> each.list("addresses").strings())
                        .toList()
                        .equals(List.of(addresses)));
    }

    private static String holder(Client client) {
        return client.of(Lease.KIND)
                .get("kube-system", "kube-controller-manager")
                .spec()
                .holderIdentity();
    }

    /** They are made in the background; who is given a token has waited for them. */
    private static void awaitTokenKeys(Client client) {
        var request = JsonMap.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest");
        client.of(ServiceAccount.KIND).post("default", "default", "token", request);
    }

    private static void share(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var name : SHARED) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    /** A process of its own. */
    private static final class Server implements AutoCloseable {

        private final Path data;
        private final Process process;

        Server(Path data, URI etcd, String address) throws IOException {
            this.data = data;
            Files.deleteIfExists(data.resolve("kubeconfig"));
            Files.createDirectories(data);
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.jibe.jibe.Main",
                            "up",
                            "--simulated-nodes",
                            "0",
                            "--data-dir",
                            data.toString(),
                            "--port",
                            Integer.toString(EtcdProcess.freePort()),
                            "--advertise-address",
                            address,
                            "--etcd-servers",
                            etcd.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("out.log").toFile()))
                    .start();
        }

        /** A client, when the server is ready. */
        Client client() throws IOException {
            Samples.await().until(() -> Files.exists(data.resolve("kubeconfig")));
            var access = Kubeconfig.read(data.resolve("kubeconfig")).current();
            var client = new Client(new HttpTransport(new HttpClient(Clock.system()), access, "test"));
            Samples.await().ignoreExceptions().until(() -> !holder(client).isEmpty());
            return client;
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
