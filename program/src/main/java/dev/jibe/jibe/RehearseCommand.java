package dev.jibe.jibe;

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
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.HeapKeeper;
import dev.jibe.runtime.logging.Level;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.logging.LogOutput;
import dev.jibe.store.StoreConfig;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
            metadata: {namespace: default}
            spec:
              replicas: 10
              template:
                spec: {containers: [{name: c, image: example.com/none}]}
            """;

    private static final String NEXT_IMAGE = """
            spec: {template: {spec: {containers: [{name: c, image: example.com/other}]}}}
            """;

    private static final String NAME = "rehearsal-";
    private static final int WRITES = 1200;
    private static final int NODES = 12;
    private static final int CLIENTS = 8;
    private static final int LISTS = 20;
    private static final int DEPLOYMENTS = 100;
    private static final int REPLICAS = 10;

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
        HeapKeeper.start();
        var config = new ClusterConfig(
                0,
                ControlPlaneConfig.SERVICE_RANGE,
                new NodeChoice.Simulated(SimulatedNodes.Config.of(NODES), List.of()),
                StoreConfig.in(files.store()));
        try (var cluster = Cluster.start(config, files, clock);
                var http = new HttpClient(clock)) {
            System.out.println("rehearsing on port " + cluster.port());
            var access = Kubeconfig.read(files.kubeconfig()).current();
            var transport = new HttpTransport(http, access, "jibe");
            var client = new Client(transport);
            var others = new RehearsedClient(http, access);
            deploy(client, clock);
            others.connect();
            side(WRITES, others::write);
            side(LISTS, others::list);
            side(WRITES, others::delete);
            askForARuntime(root.resolve("none.sock"));
            WarmUp.learn();
        } finally {
            Reset.everything(root, clock);
            Files.delete(root);
        }
        return 0;
    }

    /** Deployments, made and rolled out: what controllers, scheduler and nodes do. */
    private static void deploy(Client client, Clock clock) throws InterruptedException {
        var tree = (JsonMap) Yaml.parse(DEPLOYMENT.getBytes(StandardCharsets.UTF_8));
        var image = new Patch.Strategic((JsonMap) Yaml.parse(NEXT_IMAGE.getBytes(StandardCharsets.UTF_8)));
        var deployments = client.of(Deployment.KIND);
        try (var informer = Informer.of(client, Deployment.KIND, Selectors.ALL, clock)) {
            var created = new Complete(1);
            var rolledOut = new Complete(2);
            informer.onChange(change -> {
                created.look(change.object());
                rolledOut.look(change.object());
            });
            informer.start();
            side(DEPLOYMENTS, number -> deployments.create(Deployment.KIND.of(named(tree, number))));
            created.await();
            side(DEPLOYMENTS, number -> deployments.patch("default", NAME + number, image));
            rolledOut.await();
        }
        side(DEPLOYMENTS, number -> deployments.delete("default", NAME + number, Deletion.DEFAULT));
    }

    private static JsonMap named(JsonMap deployment, int number) {
        var labels = JsonMap.of("app", NAME + number);
        return deployment
                .withAt(NAME + number, "metadata", "name")
                .withAt(labels, "spec", "selector", "matchLabels")
                .withAt(labels, "spec", "template", "metadata", "labels");
    }

    /** The Deployments whose pods are all there in a generation. */
    private static final class Complete {
        private final long generation;
        private final Set<String> names = ConcurrentHashMap.newKeySet();
        private final CountDownLatch missing = new CountDownLatch(DEPLOYMENTS);

        Complete(long generation) {
            this.generation = generation;
        }

        void look(Deployment deployment) {
            if (isComplete(deployment, generation) && names.add(deployment.name())) {
                missing.countDown();
            }
        }

        void await() throws InterruptedException {
            if (!missing.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new UsageException("the rehearsal's pods did not run");
            }
        }
    }

    private static boolean isComplete(Deployment deployment, long generation) {
        var status = deployment.status();
        return status.observedGeneration() >= generation
                && status.updatedReplicas() == REPLICAS
                && status.availableReplicas() == REPLICAS;
    }

    /** A step of the rehearsal, told which repetition it is. */
    private interface Step {
        void run(int number) throws WireException;
    }

    /** Often enough for the JVM to know what is worth compiling, by several clients at a time. */
    private static void side(int times, Step step) throws InterruptedException {
        var failures = new ConcurrentLinkedQueue<Exception>();
        var next = new AtomicInteger();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int number = next.getAndIncrement(); number < times; number = next.getAndIncrement()) {
                        step.run(number);
                    }
                } catch (WireException | RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        for (var client : clients) {
            client.join();
        }
        var first = failures.peek();
        if (first != null) {
            throw new UsageException("the rehearsal failed: " + first.getMessage(), first);
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
