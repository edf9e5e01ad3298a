package dev.jibe.jibe;

import dev.jibe.client.Client;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.localpath.LocalPath;
import dev.jibe.network.dns.DnsServer;
import dev.jibe.network.pods.HostSettings;
import dev.jibe.network.pods.PodRoutes;
import dev.jibe.network.proxy.ServiceProxy;
import dev.jibe.node.NodeAgent;
import dev.jibe.node.NodeConfig;
import dev.jibe.node.api.Sight;
import dev.jibe.node.containerd.CniConfig;
import dev.jibe.node.containerd.Containerd;
import dev.jibe.node.serve.ClientCheck;
import dev.jibe.node.simulated.SimulatedNodes;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.lifecycle.Component;
import dev.jibe.runtime.lifecycle.Lifecycle;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.service.AddressRange;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that {@code jibe up} runs, wired: read from top to bottom, it is the order in which things start. */
public final class Cluster implements AutoCloseable {

    private static final String DOMAIN = "cluster.local";
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final int MAX_PODS = 250;

    /** Where the DNS service is in the range of services: where everybody expects it. */
    private static final int DNS_INDEX = 10;

    private final ControlPlane plane;
    private final Lifecycle parts;
    private Optional<SimulatedNodes> simulated = Optional.empty();

    private Cluster(ControlPlane plane, Lifecycle parts) {
        this.plane = plane;
        this.parts = parts;
    }

    /** Starts it; returns when it serves and its nodes are registered. */
    public static Cluster start(ClusterConfig config, DataDirectory data, Clock clock) throws Exception {
        return switch (config.nodes()) {
            case NodeChoice.ApiOnly ignored -> apiOnly(config, data, clock);
            case NodeChoice.Simulated simulated -> simulated(config, simulated, data, clock);
            case NodeChoice.Machine machine -> machine(config, machine, data, clock);
        };
    }

    private static ControlPlane plane(
            ClusterConfig config, String host, String advertised, DataDirectory data, Clock clock) throws Exception {
        return ControlPlane.start(
                new ControlPlaneConfig(
                        host,
                        config.port(),
                        config.settings().serving().advertised().orElse(advertised),
                        config.serviceRange(),
                        config.store(),
                        !(config.nodes() instanceof NodeChoice.ApiOnly),
                        config.settings(),
                        config.surroundings()),
                data,
                clock);
    }

    private static Cluster apiOnly(ClusterConfig config, DataDirectory data, Clock clock) throws Exception {
        return new Cluster(
                plane(config, MachineNetwork.LOOPBACK, MachineNetwork.advertised(), data, clock), new Lifecycle());
    }

    private static Cluster simulated(
            ClusterConfig config, NodeChoice.Simulated simulated, DataDirectory data, Clock clock) throws Exception {
        var plane = plane(config, MachineNetwork.LOOPBACK, MachineNetwork.advertised(), data, clock);
        var cluster = new Cluster(plane, new Lifecycle());
        try {
            cluster.startDeciders(config, data, clock);
            cluster.startSimulatedNodes(simulated.nodes(), clock);
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private static Cluster machine(ClusterConfig config, NodeChoice.Machine machine, DataDirectory data, Clock clock)
            throws Exception {
        Packages.ensure(machine.mayInstall());
        HostSettings.apply();
        var network =
                machine.takesAgents() ? MachineNetwork.of(data.root()).withOthers() : MachineNetwork.of(data.root());
        var cni = new CniConfig(network.pods().node(), Containerd.bridgeName(data.root()), false, false);
        var plane = plane(config, "0.0.0.0", network.nodeAddress(), data, clock);
        // Not before: the server is what everybody waits for, and two cores are busy with it.
        var containerd = Early.begin(() -> Containerd.start(data.root(), cni, clock));
        var cluster = new Cluster(plane, new Lifecycle());
        try {
            cluster.startDeciders(config, data, clock);
            cluster.startNode(config, machine, network, containerd.get(), data, clock);
            NodesReady.awaitOne(cluster.admin(), clock);
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** A client in this process for a user of that name, in those groups. */
    public Client client(String user, String... groups) {
        return plane.client(user, groups);
    }

    /** A client in this process that may do everything. */
    Client admin() {
        return client("system:jibe", User.MASTERS);
    }

    /** What decides, wherever pods then run: the controllers and the scheduler. */
    private void startDeciders(ClusterConfig config, DataDirectory data, Clock clock) throws Exception {
        plane.checkPolicies();
        // The directory's identity may stand for one process only; that is sure if the store is in the directory, too.
        boolean shared = config.settings().kept().etcd().isPresent();
        var ids = new Ids(config.surroundings().random());
        var identity = shared ? "jibe_" + ids.uuid() : data.identity(ids);
        for (var decider : Deciders.of(plane, config, identity, clock)) {
            keep(decider.lease(), decider.start());
        }
    }

    /** What pretends to run pods: all the nodes share one user and one watch. */
    private void startSimulatedNodes(SimulatedNodes.Config config, Clock clock) throws Exception {
        if (config.names().isEmpty()) {
            return;
        }
        plane.offerStorage(LocalPath.PROVISIONER);
        var nodes = new SimulatedNodes(config, client("system:node:simulated", User.MASTERS), clock);
        keep("simulated nodes", nodes);
        nodes.start();
        plane.measure(nodes::names, nodes::summaries);
        simulated = Optional.of(nodes);
    }

    /** What runs pods on this machine: container runtime, names, service rules, and the agent. */
    private void startNode(
            ClusterConfig config,
            NodeChoice.Machine machine,
            MachineNetwork network,
            Containerd containerd,
            DataDirectory data,
            Clock clock)
            throws Exception {
        keep("containerd", containerd);
        plane.offerStorage(LocalPath.PROVISIONER);
        var services = AddressRange.parse(config.serviceRange());
        var name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);

        var informers = new Informers(client("system:kube-proxy", User.MASTERS), clock);
        keep("network caches", informers);
        var dns = DnsServer.start(informers, DOMAIN, network.nodeAddress(), RESOLV_CONF);
        keep("dns", dns);
        informers.awaitSynced();
        if (!dns.answers("kubernetes.default.svc." + DOMAIN)) {
            throw new UsageException("names are not answered on " + network.nodeAddress() + " port " + dns.port()
                    + "; look at " + data.log());
        }
        plane.serveDns(services.address(DNS_INDEX), network.nodeAddress(), dns.port());
        if (machine.takesAgents()) {
            plane.takeAgents(network.nodeAddress(), network.pods().cluster(), services.address(DNS_INDEX), DOMAIN);
            keep("routes", new PodRoutes(informers, name, clock).start());
        }
        keep("service proxy", new ServiceProxy(informers, network.table(), network.pods(), name, clock).start());

        var identity = data.nodeIdentity(
                plane.authority(),
                name,
                AltNames.of(List.of(name), List.of(network.nodeAddress(), "127.0.0.1")),
                clock);
        var authority = List.of(plane.authority().certificate());
        var agent = new NodeAgent(
                new NodeConfig(
                        name,
                        List.of(network.nodeAddress()),
                        Map.of(),
                        data.root(),
                        services.address(DNS_INDEX),
                        DOMAIN,
                        network.pods().node(),
                        MAX_PODS,
                        0,
                        new TlsConfig(identity, authority),
                        ClientCheck.ofCluster(authority, clock),
                        Sight.EVERYTHING),
                containerd.runtime(),
                // It watches all ConfigMaps and Secrets, which is more than a node may; admission still knows it as
                // one.
                client("system:node:" + name, "system:nodes", User.MASTERS),
                clock,
                plane.metrics());
        agent.start();
        keep("node", agent);
    }

    private void keep(String name, AutoCloseable part) throws Exception {
        parts.start(Component.of(name, () -> {}, part::close));
    }

    /** The simulated nodes, if it has such. */
    public Optional<SimulatedNodes> simulatedNodes() {
        return simulated;
    }

    public CertificateAuthority authority() {
        return plane.authority();
    }

    public int port() {
        return plane.port();
    }

    /** Says that clients had better go elsewhere; it still answers. */
    void announceEnd() {
        plane.announceEnd();
    }

    @Override
    public void close() {
        parts.close();
        plane.close();
    }
}
