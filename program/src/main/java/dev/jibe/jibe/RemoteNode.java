package dev.jibe.jibe;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.network.pods.HostSettings;
import dev.jibe.network.pods.PodRoutes;
import dev.jibe.network.proxy.PodRange;
import dev.jibe.network.proxy.ServiceProxy;
import dev.jibe.node.NodeAgent;
import dev.jibe.node.NodeConfig;
import dev.jibe.node.api.Sight;
import dev.jibe.node.containerd.CniConfig;
import dev.jibe.node.containerd.Containerd;
import dev.jibe.node.serve.ClientCheck;
import dev.jibe.node.status.NodeTree;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.lifecycle.Component;
import dev.jibe.runtime.lifecycle.Lifecycle;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Everything that {@code jibe agent} runs, wired: a node of a cluster whose API server is on another machine. */
final class RemoteNode implements AutoCloseable {
    private static final int MAX_PODS = 250;
    private static final int MAX_WAIT_SECONDS = 60;

    private final Lifecycle parts = new Lifecycle();

    private RemoteNode() {}

    /** Joins if need be, and starts; returns when the node takes pods. */
    static RemoteNode start(AgentConfig config, DataDirectory data, Clock clock) throws Exception {
        var node = new RemoteNode();
        try {
            node.begin(config, data, clock);
            return node;
        } catch (Exception e) {
            node.close();
            throw e;
        }
    }

    private void begin(AgentConfig config, DataDirectory data, Clock clock) throws Exception {
        Packages.ensure(config.mayInstall());
        HostSettings.apply();
        var network = MachineNetwork.of(data.root());
        var http = new HttpClient(clock);
        keep("connections", http);
        var enrollment = new Enrollment(http, config.server(), clock);
        var known = Membership.of(data, config, enrollment, clock);
        var authority = Pem.certificates(known.info().authorityPem()).getFirst();
        var client = enrollment.client(authority, known.identity());
        var serving = enrollment.servingIdentity(client, config.node(), network.nodeAddress());

        var range = register(client, config.node(), clock);
        var containerd = Containerd.start(
                data.root(), new CniConfig(range, Containerd.bridgeName(data.root()), false, false), clock);
        keep("containerd", containerd);
        var informers = new Informers(client, clock);
        keep("network caches", informers);
        keep("routes", new PodRoutes(informers, config.node(), clock).start());
        var pods = new PodRange(range, range, known.info().podRange());
        keep("service proxy", new ServiceProxy(informers, network.table(), pods, config.node(), clock).start());
        var agent = new NodeAgent(
                new NodeConfig(
                        config.node(),
                        List.of(network.nodeAddress()),
                        Map.of(),
                        data.root(),
                        known.info().dnsAddress(),
                        known.info().domain(),
                        range,
                        MAX_PODS,
                        0,
                        new TlsConfig(serving, List.of(authority)),
                        ClientCheck.ofCluster(List.of(authority), clock),
                        Sight.OWN_PODS),
                containerd.runtime(),
                client,
                clock,
                new Metrics());
        agent.start();
        keep("node", agent);
    }

    private void keep(String name, AutoCloseable part) throws Exception {
        parts.start(Component.of(name, () -> {}, part::close));
    }

    /** Makes the node known, and waits for the addresses that the cluster gives to its pods. */
    private static String register(Client client, String name, Clock clock) throws InterruptedException {
        var labels = JsonMap.builder();
        NodeTree.usualLabels(name).forEach(labels::put);
        try {
            client.of(Node.KIND)
                    .create(Node.KIND.of(JsonMap.of(
                            "apiVersion",
                            "v1",
                            "kind",
                            "Node",
                            "metadata",
                            JsonMap.of("name", name, "labels", labels.build()))));
        } catch (ApiFailure failure) {
            if (!failure.isAlreadyExists()) {
                throw failure;
            }
        }
        var range = new CompletableFuture<String>();
        try (var nodes = Informer.of(client, Node.KIND, Selectors.fields("metadata.name=" + name), clock)) {
            nodes.onChange(change -> {
                if (!change.object().spec().podCIDR().isEmpty()) {
                    range.complete(change.object().spec().podCIDR());
                }
            });
            nodes.start();
            return range.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UsageException(
                    "the cluster has given node " + name + " no addresses for its pods within " + MAX_WAIT_SECONDS
                            + " s; are there any left?",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
