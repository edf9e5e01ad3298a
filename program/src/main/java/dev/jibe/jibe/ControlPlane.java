package dev.jibe.jibe;

import dev.jibe.client.Client;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.lifecycle.Component;
import dev.jibe.runtime.lifecycle.Lifecycle;
import dev.jibe.runtime.lifecycle.LifecycleException;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.admission.Plugins;
import dev.jibe.server.admission.certificates.CertificateAdmission;
import dev.jibe.server.admission.policy.PolicyStatus;
import dev.jibe.server.aggregation.Aggregator;
import dev.jibe.server.aggregation.RemoteApis;
import dev.jibe.server.aggregation.ServiceResolver;
import dev.jibe.server.authn.Authenticator;
import dev.jibe.server.authn.FrontProxy;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.authn.TokenSigner;
import dev.jibe.server.authn.User;
import dev.jibe.server.authz.DeviceConsent;
import dev.jibe.server.authz.RbacAuthorizer;
import dev.jibe.server.authz.RoleEscalation;
import dev.jibe.server.bootstrap.AuthenticationInfo;
import dev.jibe.server.bootstrap.Bootstrap;
import dev.jibe.server.bootstrap.FlowPolicy;
import dev.jibe.server.bootstrap.LocalServices;
import dev.jibe.server.bootstrap.RolePolicy;
import dev.jibe.server.configuration.AdmissionConfiguration;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.crd.serve.Cleanup;
import dev.jibe.server.crd.serve.CustomResources;
import dev.jibe.server.crd.serve.StatusWriter;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.encryption.EncryptionException;
import dev.jibe.server.encryption.EncryptionFile;
import dev.jibe.server.fairness.Fairness;
import dev.jibe.server.fairness.FlowControl;
import dev.jibe.server.fairness.FlowStatus;
import dev.jibe.server.fairness.FlowTables;
import dev.jibe.server.fairness.MaxInFlight;
import dev.jibe.server.forward.HttpForwarder;
import dev.jibe.server.openapi.Discovery;
import dev.jibe.server.openapi.Documents;
import dev.jibe.server.openapi.FlowDumps;
import dev.jibe.server.openapi.Health;
import dev.jibe.server.openapi.OpenApi;
import dev.jibe.server.openapi.ServerMetrics;
import dev.jibe.server.registry.Allocator;
import dev.jibe.server.registry.ComponentHealth;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.ObjectValues;
import dev.jibe.server.registry.Patching;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.registry.service.AddressBook;
import dev.jibe.server.registry.service.AddressRange;
import dev.jibe.server.registry.service.AddressRanges;
import dev.jibe.server.registry.service.ServiceAllocator;
import dev.jibe.server.registry.table.Tables;
import dev.jibe.server.registry.versions.StoredResources;
import dev.jibe.server.request.AccessMetrics;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiServer;
import dev.jibe.server.request.AuditIds;
import dev.jibe.server.request.Changes;
import dev.jibe.server.request.DeleteOptionsReader;
import dev.jibe.server.request.HttpDoor;
import dev.jibe.server.request.Presenter;
import dev.jibe.server.request.RequestMetrics;
import dev.jibe.server.request.Verbs;
import dev.jibe.server.review.Reviews;
import dev.jibe.server.subresource.Subresources;
import dev.jibe.server.usage.HttpSummaries;
import dev.jibe.server.usage.NearSummaries;
import dev.jibe.server.usage.UsageApi;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.wire.WireException;
import dev.jibe.wire.http.client.HttpClient;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.OpenFiles;
import dev.jibe.wire.http.server.ServerConfig;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateVerifier;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.KeyPurpose;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The store and the API server over it, wired: what {@code --api-only} runs, and what every cluster begins with. */
public final class ControlPlane implements AutoCloseable {

    private static final Log LOG = Log.of(ControlPlane.class);

    static final String FRONT_PROXY_CLIENT = "front-proxy-client";
    private static final User LOOPBACK = User.of("system:apiserver", User.MASTERS);

    /** The part of a request's time that it may wait for its turn, and the most; as upstream. */
    private static final int WAITING_PART = 4;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Upstream's patience with etcd in checks of health. */
    private static final Duration STORE_CHECK = Duration.ofSeconds(2);

    /** What the service of a server has as its port that does not listen. */
    private static final int SECURE_PORT = 6443;

    private static final String OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

    private final Surroundings surroundings;
    private final Lifecycle parts;
    private final ApiServer api;
    private final OptionalInt port;
    private final CertificateAuthority authority;
    private final Metrics metrics;
    private final ServiceAccountTokens tokens;
    private final AtomicReference<Health.Phase> phase;
    private final PolicyStatus policyStatus;
    private final NearSummaries summaries;

    private ControlPlane(
            Surroundings surroundings,
            Lifecycle parts,
            ApiServer api,
            OptionalInt port,
            CertificateAuthority authority,
            Metrics metrics,
            ServiceAccountTokens tokens,
            AtomicReference<Health.Phase> phase,
            PolicyStatus policyStatus,
            NearSummaries summaries) {
        this.surroundings = surroundings;
        this.parts = parts;
        this.api = api;
        this.port = port;
        this.authority = authority;
        this.metrics = metrics;
        this.tokens = tokens;
        this.phase = phase;
        this.policyStatus = policyStatus;
        this.summaries = summaries;
    }

    /**
     * Opens the store, starts the server, and brings a new cluster into being. Keys, which take long to make, are made
     * meanwhile; the one that signs tokens, which takes longest, is made when the server is there.
     */
    public static ControlPlane start(ControlPlaneConfig config, DataDirectory data, Clock clock) throws IOException {
        var range = AddressRange.parse(config.serviceRange());
        var names = DataDirectory.localNames(config.advertised(), range.address(1));
        var identities = Early.begin(() -> Identities.of(data, names, clock));
        var signer = Early.of(() -> signer(data.tokenKeys()));
        var parts = new Lifecycle();
        var metrics = new Metrics();
        try {
            var encryption = encryption(config.settings(), parts, metrics, clock);
            var store = open(config, encryption, metrics, clock);
            keep(parts, "store", store);
            var plane = start(config, data, clock, parts, store, encryption, metrics, range, identities, signer);
            signer.begin();
            return plane;
        } catch (IOException | RuntimeException e) {
            try {
                parts.close();
            } catch (LifecycleException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Closes the part when the plane is closed, or cannot be started; the last one first. */
    private static void keep(Lifecycle parts, String name, AutoCloseable part) {
        parts.start(Component.of(name, () -> {}, part::close));
    }

    private static Store<JsonMap> open(ControlPlaneConfig config, Encryption encryption, Metrics metrics, Clock clock) {
        try {
            var etcd = config.settings().kept().etcd();
            return etcd.isPresent()
                    ? EtcdStore.open(
                            etcd.get(), config.store(), encryption, speaksCbor(config.settings()), metrics, clock)
                    : Store.open(config.store(), new ObjectValues(encryption), clock);
        } catch (EncryptionException e) {
            throw new UsageException("--encryption-provider-config: " + e.getMessage(), e);
        } catch (StoreException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Encryption encryption(ServerSettings settings, Lifecycle parts, Metrics metrics, Clock clock) {
        if (settings.kept().encryption().isEmpty()) {
            return Encryption.NONE;
        }
        var atRest = settings.kept().encryption().get();
        var option = "--encryption-provider-config";
        try {
            var identity = ServerLease.name(machine());
            var file = new EncryptionFile(atRest.file(), identity, metrics, clock, new SecureRandom());
            keep(parts, "encryption", file);
            if (atRest.reloads()) {
                file.follow();
            }
            return file.encryption();
        } catch (IOException e) {
            throw new UsageException(option + ": cannot read " + atRest.file() + "; name a file that is there", e);
        } catch (ConfigurationException e) {
            throw new UsageException(
                    option + ": " + atRest.file() + ": "
                            + String.valueOf(e.getMessage()).replaceAll("\\s*\n[ |]*", " "),
                    e);
        }
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static boolean speaksCbor(ServerSettings settings) {
        return settings.apis().features().enabled("CBORServingAndStorage");
    }

    private static boolean isStored(Store<JsonMap> store) {
        try {
            store.probe(STORE_CHECK);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static HttpServer listen(ControlPlaneConfig config, TlsConfig tls, HttpDoor door, Clock clock) {
        try {
            var limits = config.settings().serving().limits();
            var server = HttpServer.start(
                    ServerConfig.https(config.host(), config.port(), tls, clock).with(limits), door);
            LOG.info("listening", "connections", limits.maxConnections(), "open-files", OpenFiles.limit());
            return server;
        } catch (WireException e) {
            throw new UsageException(e.getMessage() + "; choose another port with --port", e);
        }
    }

    private static Resources resources(ControlPlaneConfig config, Schema schema) {
        var builtin =
                withOptional(Resources.builtin(schema, config.settings().apis().features()), schema, config.settings());
        var resources = config.settings().apis().retired() ? builtin.withRetired(schema) : builtin;
        return config.measuresUsage() ? resources.with(UsageApi.resources()) : resources;
    }

    private static Resources withOptional(Resources builtin, Schema schema, ServerSettings settings) {
        try {
            return builtin.withOptional(
                    schema, settings.apis().features(), settings.apis().versions());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--runtime-config: " + e.getMessage(), e);
        }
    }

    private static ControlPlane start(
            ControlPlaneConfig config,
            DataDirectory data,
            Clock clock,
            Lifecycle parts,
            Store<JsonMap> store,
            Encryption encryption,
            Metrics metrics,
            AddressRange range,
            Supplier<Identities> identities,
            Supplier<TokenSigner> signer)
            throws IOException {
        var ids = new Ids(config.surroundings().random());
        var schema = Schema.builtin();
        var tokens = new ServiceAccountTokens(
                store, signer, config.settings().access().accounts(), metrics, clock, ids);
        var httpClient = new HttpClient(clock);
        keep(parts, "http client", httpClient);
        var access = new AccessControl(config.settings(), store, httpClient, metrics, clock);
        var entrance = access.entrance(tokens, ServerLease.name(machine()));
        var resources = resources(config, schema);
        var rbac = new RbacAuthorizer(store);
        var authorizer = access.authorizers(rbac, ServerLease.name(machine()));
        access.follow().forEach(file -> keep(parts, "configuration", file));
        var auditor = access.auditor();
        auditor.ifPresent(each -> keep(parts, "audit", each));
        var random = new SecureRandom();
        var auditIds = new AuditIds(random);
        var tracer = access.tracer(auditIds.next(), random);
        keep(parts, "tracing", tracer);
        var reading = new Reading(store);
        var ownership = new Ownership(resources, clock);
        var addresses = services(
                range, store, resources, ownership, clock, config.surroundings().random());
        addresses.register(metrics);
        Map<String, Allocator> allocators = Map.of("services", addresses);
        var services = new ServiceResolver(store);
        var webhooks = new WebhookClient(services, httpClient);
        var apis = new AtomicReference<ApiServer>();
        var admission = plugins(
                        new Plugins.Surroundings(
                                store,
                                resources,
                                ownership,
                                authorizer,
                                webhooks,
                                name -> makeNamespace(apis.get(), name),
                                file -> RemoteService.of(file, httpClient),
                                metrics,
                                clock,
                                ids),
                        config.settings())
                .and(new RoleEscalation(rbac, authorizer))
                .first(CertificateAdmission.podSigning(authorizer));
        var writing = new Writing(
                store,
                admission,
                allocators,
                clock,
                ids,
                config.settings().kept().eventLife(),
                ownership,
                encryption,
                DeviceConsent.of(store, authorizer));
        var policyStatus = new PolicyStatus(store, resources, writing, LOOPBACK);
        keep(parts, "status of policies", policyStatus);
        var flowStatus = new FlowStatus(store, resources, writing, ownership, LOOPBACK, clock);
        keep(parts, "status of flow schemas", flowStatus);
        var deleting = new Deleting(store, admission, allocators, clock);
        var custom = custom(store, resources, writing, deleting, webhooks, metrics, ids, clock);
        var changes = new Changes(new Patching(), ownership);
        var subresources =
                new Subresources(admission, schema, resources, reading, writing, deleting, changes, tokens, clock);
        var options = Objects.requireNonNull(schema.type(OPTIONS));
        var verbs = new Verbs(
                admission,
                reading,
                writing,
                deleting,
                changes,
                subresources,
                new DeleteOptionsReader(options),
                new Reviews(authorizer, entrance.tokens(), tokens.policy().audiences(), clock),
                new ComponentHealth(store, clock),
                authorizer);
        var phase = new AtomicReference<>(Health.Phase.STARTING);
        var advertised = config.advertised() + ":" + config.port();
        var fairness = fairness(config.settings().serving(), store, metrics, clock);
        ServerMetrics.register(
                metrics, store, resources, config.settings().apis().features(), clock);
        var remote = new RemoteApis(
                store,
                services,
                httpClient,
                apiServiceStatus(writing, resources),
                identities.get().proxyClient(),
                metrics,
                clock);
        var documents = new Documents(
                new Discovery(schema, resources, remote, advertised),
                new OpenApi(resources, remote),
                tokens,
                advertised,
                new FlowDumps(fairness.map(FlowTables::new)),
                new Health(
                        encryption,
                        config.settings()
                                .kept()
                                .encryption()
                                .map(ServerSettings.AtRest::reloads)
                                .orElse(false)),
                clock,
                config.settings().flags(),
                phase::get,
                () -> isStored(store),
                metrics::text);
        var authority = identities.get().authority();
        var proxies = identities.get().proxies();
        var toNodes = ClientTls.trusting(List.of(authority.certificate()))
                .as(identities.get().kubeletClient());
        var forwarder = new HttpForwarder(httpClient, toNodes, ClientTls.insecure());
        var summaries = new NearSummaries(new HttpSummaries(httpClient, toNodes));
        var usage = new UsageApi(store, summaries);
        var clients = new CertificateVerifier(List.of(authority.certificate()), KeyPurpose.CLIENT_AUTH);
        var frontProxy = new FrontProxy(
                new CertificateVerifier(List.of(proxies.certificate()), KeyPurpose.CLIENT_AUTH),
                List.of(FRONT_PROXY_CLIENT),
                clock);
        var accessMetrics = new AccessMetrics(metrics, clock);
        var api = new ApiServer(
                new Authenticator(
                        frontProxy,
                        clients,
                        entrance.tokens(),
                        entrance.anonymous(),
                        accessMetrics.certificateLives(),
                        clock),
                authorizer,
                flowControl(config.settings().serving().seats(), fairness),
                auditor,
                tracer,
                auditIds,
                resources,
                verbs,
                usage,
                documents,
                new Aggregator(remote, services, httpClient),
                accessMetrics);
        apis.set(api);
        var tls = new TlsConfig(identities.get().server(), List.of(authority.certificate(), proxies.certificate()));
        var door = new HttpDoor(
                api,
                new Presenter(schema, new Tables(clock)),
                forwarder,
                new RequestMetrics(metrics),
                auditIds,
                clock,
                new HttpDoor.Manners(
                        speaksCbor(config.settings()),
                        config.settings().apis().features().enabled("APIResponseCompression"),
                        config.settings().serving().limits().requestTimeout(),
                        config.settings().serving().watchTime(),
                        config.settings().serving().goawayChance(),
                        random));
        keep(parts, "custom resources", custom);
        keep(parts, "aggregated APIs", remote);
        var listening = config.surroundings().reach() == Surroundings.Reach.NETWORK
                ? Optional.of(Early.begin(() -> listen(config, tls, door, clock)))
                : Optional.<Early<HttpServer>>empty();
        listening.ifPresent(each -> keep(parts, "listener", () -> each.get().close()));
        metrics.counters(
                "apiserver_tls_handshake_errors_total",
                "[ALPHA] Number of requests dropped with 'TLS handshake error from' error",
                List.of(),
                figure -> figure.is(
                        listening.isPresent() ? (double) listening.get().get().failedHandshakes() : 0));
        var begin = new ClusterStart(api, LOOPBACK);
        begin.create(Bootstrap.objects());
        begin.reconcile(RolePolicy.objects(config.settings().apis().features()));
        begin.mend(FlowPolicy.objects(), FlowPolicy::mended);
        begin.createWithStatus(LocalServices.objects(clock.now()));
        begin.createWithStatus(List.of(Bootstrap.serviceCidr(range.toString(), clock.now())));
        begin.publish(AuthenticationInfo.of(
                Pem.write(authority.certificate()), Pem.write(proxies.certificate()), FRONT_PROXY_CLIENT));
        int port = listening.isPresent() ? listening.get().get().address().getPort() : SECURE_PORT;
        var plane = new ControlPlane(
                config.surroundings(),
                parts,
                api,
                listening.isPresent() ? OptionalInt.of(port) : OptionalInt.empty(),
                authority,
                metrics,
                tokens,
                phase,
                policyStatus,
                summaries);
        custom.start();
        remote.start();
        flowStatus.start();
        var kubernetes = new ClusterStart(api, LOOPBACK);
        kubernetes.createKubernetesService(range.address(1), port);
        // A loopback address leads nowhere from a pod, and is no valid endpoint.
        if (!config.advertised().startsWith("127.")) {
            var endpoints = new ApiEndpoints(store, kubernetes, config.advertised(), port, clock);
            keep(parts, "endpoints", endpoints);
            endpoints.start();
        }
        if (listening.isPresent()) {
            data.writeKubeconfig(
                    "https://127.0.0.1:" + port, authority, identities.get().admin());
        }
        phase.set(Health.Phase.OPEN);
        if (config.settings().apis().features().enabled("APIServerIdentity")) {
            var lease = new ServerLease(plane.client(LOOPBACK.name(), User.MASTERS), machine(), ids.uuid(), clock);
            keep(parts, "identity", lease);
            lease.start();
            if (Deciders.hasStorageVersions(config.settings())) {
                new StorageVersions(plane.client(LOOPBACK.name(), User.MASTERS), ServerLease.name(machine()), clock)
                        .publish(StoredResources.of(resources, schema));
            }
        }
        return plane;
    }

    /** Writes whether the APIs of other servers are there, by the way that all writes take. */
    private static BiConsumer<String, JsonMap> apiServiceStatus(Writing writing, Resources resources) {
        var apis = resources.get("apiregistration.k8s.io", "v1", "apiservices");
        return (name, decided) -> writing.update(
                apis,
                "",
                name,
                Part.STATUS,
                old -> old.with("status", decided.map("status")),
                new WriteContext(LOOPBACK, false, new ArrayList<>(), Writer.of("kube-apiserver", "status")));
    }

    private static ServiceAllocator services(
            AddressRange range,
            Store<JsonMap> store,
            Resources resources,
            Ownership ownership,
            Clock clock,
            RandomGenerator random) {
        var network = "networking.k8s.io";
        var addresses = Objects.requireNonNull(resources.find(network, "v1", "ipaddresses"));
        var ranges = Objects.requireNonNull(resources.find(network, "v1", "servicecidrs"));
        return new ServiceAllocator(
                new AddressRanges(range, store, ranges.bucket()),
                new AddressBook(store, addresses, ownership, clock, new Ids(random)),
                store,
                random);
    }

    private static CustomResources custom(
            Store<JsonMap> store,
            Resources resources,
            Writing writing,
            Deleting deleting,
            WebhookClient webhooks,
            Metrics metrics,
            Ids ids,
            Clock clock) {
        var definitions = resources.get("apiextensions.k8s.io", "v1", "customresourcedefinitions");
        var status = new StatusWriter(writing, definitions, LOOPBACK);
        var cleanup = new Cleanup(store, deleting, status, LOOPBACK, clock);
        return new CustomResources(store, resources, status, cleanup, webhooks, metrics, ids, clock);
    }

    @SuppressWarnings("ThreadPriorityCheck") // It is about order only: nothing relies on it.
    private static Optional<Fairness> fairness(
            ServerSettings.Serving serving, Store<JsonMap> store, Metrics metrics, Clock clock) {
        if (!serving.seats().fair()) {
            return Optional.empty();
        }
        var part = serving.limits().requestTimeout().dividedBy(WAITING_PART);
        var patience = part.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : part;
        int seats = serving.seats().reads() + serving.seats().writes();
        return Optional.of(new Fairness(store, seats, patience, Thread::yield, metrics, clock));
    }

    private static FlowControl flowControl(ServerSettings.Seats seats, Optional<Fairness> fairness) {
        return fairness.isPresent() ? fairness.get() : new MaxInFlight(seats.reads(), seats.writes());
    }

    private static TokenSigner signer(DataDirectory.TokenKeys keys) {
        return new TokenSigner((RSAPrivateCrtKey) keys.privateKey(), (RSAPublicKey) keys.publicKey());
    }

    private static AdmissionChain plugins(Plugins.Surroundings around, ServerSettings settings) {
        var option = "--admission-control-config-file";
        var file = settings.plugins().configuration().orElse(Path.of(""));
        try {
            var config = settings.plugins().configuration().isPresent()
                    ? AdmissionConfiguration.read(file)
                    : AdmissionConfiguration.NONE;
            return Plugins.chain(
                    around,
                    new Plugins.Choice(
                            settings.plugins().enabled(), settings.plugins().disabled(), config));
        } catch (IOException e) {
            throw new UsageException(option + ": cannot read " + file + "; name a file that is there", e);
        } catch (ConfigurationException e) {
            throw new UsageException(
                    option + ": " + file + ": " + String.valueOf(e.getMessage()).replaceAll("\\s*\n[ |]*", " "), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void makeNamespace(@Nullable ApiServer api, String name) {
        if (api == null) {
            throw ApiException.unavailable("not yet ready to handle request");
        }
        var namespace = JsonMap.of("apiVersion", "v1", "kind", "Namespace", "metadata", JsonMap.of("name", name));
        new ClusterStart(api, LOOPBACK).create(List.of(namespace));
    }

    /** Checks the types in expressions of policies, as a controller would. */
    void checkPolicies() {
        policyStatus.start();
    }

    public ApiServer api() {
        return api;
    }

    /** A client in this process for a user of that name, in those groups. */
    Client client(String user, String... groups) {
        return new Client(surroundings.way().of(user, new InProcessTransport(api, User.of(user, groups))));
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Has nodes of this process asked here for what they use. */
    void measure(Supplier<Set<String>> names, Supplier<List<JsonMap>> usage) {
        summaries.begin(names, usage);
    }

    /** Has claims that name no class served by this provisioner. */
    void offerStorage(String provisioner) {
        new ClusterStart(api, LOOPBACK).create(List.of(Bootstrap.defaultStorageClass(provisioner)));
    }

    /** Tells the cluster where its names are answered. */
    void serveDns(String clusterIp, String address, int port) {
        new ClusterStart(api, LOOPBACK).createDnsService(clusterIp, address, port);
    }

    /** Lets other machines join, and tells them what they must know. */
    void takeAgents(String address, String podRange, String dnsAddress, String domain) throws WireException {
        var begin = new ClusterStart(api, LOOPBACK);
        begin.create(Joining.rights());
        begin.publish(new JoinInfo(
                        "https://" + address + ":" + port(),
                        Pem.write(authority.certificate()),
                        podRange,
                        dnsAddress,
                        domain)
                .object());
    }

    /** Issues the tokens that secrets hold. */
    ServiceAccountTokens tokens() {
        return tokens;
    }

    public CertificateAuthority authority() {
        return authority;
    }

    /**
     * Where it listens.
     *
     * @throws IllegalStateException if it does not
     */
    public int port() {
        return port.orElseThrow(() -> new IllegalStateException("the API server is reached in its process only"));
    }

    /** Says that clients had better go elsewhere; it still answers. */
    void announceEnd() {
        phase.set(Health.Phase.ENDING);
    }

    @Override
    public void close() {
        announceEnd();
        parts.close();
    }
}
