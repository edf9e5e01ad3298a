package dev.jibe.jibe;

import dev.jibe.client.Call;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.http.HttpTransport;
import dev.jibe.client.http.Kubeconfig;
import dev.jibe.node.cri.CriRuntime;
import dev.jibe.node.cri.RuntimeFailure;
import dev.jibe.node.simulated.SimulatedNodes;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.StoreConfig;
import dev.jibe.wire.http.client.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.Options;

/**
 * Does once, on a cluster of its own that it forgets, what every start does.
 *
 * <p>The script runs it after a build with {@code -XX:AOTCacheOutput}, so that the JVM notes which classes a start takes
 * and loads them ready-made from then on: see JEP 483 and JEP 514.
 */
final class RehearseCommand implements Command {

    private static final int MAX_WAIT_SECONDS = 60;

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: rehearsal, namespace: default}
            spec:
              replicas: 3
              selector: {matchLabels: {app: rehearsal}}
              template:
                metadata: {labels: {app: rehearsal}}
                spec: {containers: [{name: c, image: example.com/none}]}
            """;

    /** No scheduler takes it up. */
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {namespace: default, labels: {app: rehearsal}}
            spec:
              schedulerName: nobody
              containers:
              - name: c
                image: example.com/none
                env: [{name: A, value: b}]
                ports: [{containerPort: 80}]
                resources: {requests: {cpu: 100m, memory: 64Mi}}
            """;

    private static final int WRITES = 500;

    private static final List<String> READS =
            List.of("/api", "/apis", "/openapi/v3", "/api/v1/pods", "/api/v1/nodes", "/version");

    @Override
    public String words() {
        return "rehearse";
    }

    @Override
    public String description() {
        return "Run a cluster for a moment, for the JVM to learn from.";
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int run(Arguments arguments) throws Exception {
        var clock = Clock.system();
        var root = Files.createTempDirectory("jibe-rehearsal");
        var files = new DataDirectory(root);
        Log.configure(LogOutput.toFile(files.log(), Long.MAX_VALUE), Level.INFO);
        var config = new ClusterConfig(
                0,
                ControlPlaneConfig.SERVICE_RANGE,
                new NodeChoice.Simulated(SimulatedNodes.Config.of(1), List.of()),
                StoreConfig.in(files.store()));
        try (var cluster = Cluster.start(config, files, clock);
                var http = new HttpClient(clock)) {
            System.out.println("rehearsing on port " + cluster.port());
            var access = Kubeconfig.read(files.kubeconfig()).current();
            var transport = new HttpTransport(http, access, "jibe");
            var client = new Client(transport);
            deploy(client, clock);
            write(client);
            for (var path : READS) {
                transport.send(Call.get(path));
            }
            askForARuntime(root.resolve("none.sock"));
        } finally {
            Reset.everything(root, clock);
            Files.delete(root);
        }
        return 0;
    }

    private static void deploy(Client client, Clock clock) throws InterruptedException {
        var tree = (JsonMap) Yaml.parse(DEPLOYMENT.getBytes(StandardCharsets.UTF_8));
        var running = new CountDownLatch(1);
        try (var pods = Informer.of(client, Pod.KIND, Selectors.ALL, clock)) {
            pods.onChange(change -> {
                if (pods.cache().all().stream()
                        .anyMatch(pod -> pod.status().phase().equals("Running"))) {
                    running.countDown();
                }
            });
            pods.start();
            client.of(Deployment.KIND).create(Deployment.KIND.of(tree));
            if (!running.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new UsageException("the rehearsal's pods did not run");
            }
        }
    }

    /** Often enough for the JVM to know what is worth compiling. */
    private static void write(Client client) {
        var pods = client.of(Pod.KIND);
        var tree = (JsonMap) Yaml.parse(POD.getBytes(StandardCharsets.UTF_8));
        var label = new Patch.Merge(JsonMap.of("metadata", JsonMap.of("labels", JsonMap.of("seen", "yes"))));
        for (int i = 0; i < WRITES; i++) {
            var name = "rehearsal-" + i;
            var pod = pods.create(Pod.KIND.of(tree.withAt(name, "metadata", "name")));
            pods.update(Pod.KIND.of(pod.tree().withAt("yes", "metadata", "annotations", "seen")));
            pods.patch("default", name, label);
            pods.get("default", name);
            pods.delete("default", name, Deletion.DEFAULT);
        }
    }

    /** Nobody answers: it is only for what it takes to ask. */
    private static void askForARuntime(Path socket) {
        try (var runtime = new CriRuntime(socket)) {
            runtime.health();
        } catch (RuntimeFailure expected) {
            // There is no runtime at a socket that does not exist.
        }
    }
}
