package dev.jibe.jibe;

import dev.jibe.client.Client;
import dev.jibe.client.ClientMetrics;
import dev.jibe.client.MeasuredTransport;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.leader.LeaderElector;
import dev.jibe.client.leader.LeaderMetrics;
import dev.jibe.client.leader.Timing;
import dev.jibe.controllers.Controllers;
import dev.jibe.controllers.ControllersConfig;
import dev.jibe.controllers.OptionalFeatures;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.scheduler.Scheduler;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.gang.GangFeatures;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.versions.OptionalKinds;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.Pem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What decides for a cluster, each part only while it holds its lease: the controllers and the scheduler. */
final class Deciders {

    /** What figures call the API server: it is in this process. */
    private static final String IN_PROCESS = "in-process";

    private static final String NAMESPACE = "kube-system";
    private static final LeaderElector.Versions VERSIONS = new LeaderElector.Versions("1.36.0", "1.36.0");

    private final ControlPlane plane;
    private final ClientMetrics clients;
    private final LeaderMetrics leaders;
    private final String identity;
    private final Clock clock;
    private final SplittableRandom random;
    private final Optional<LeaderElector.Versions> coordinated;

    private Deciders(
            ControlPlane plane, ServerSettings settings, String identity, Clock clock, SplittableRandom random) {
        this.random = random;
        this.coordinated = electsLeaders(settings) ? Optional.of(VERSIONS) : Optional.empty();
        this.plane = plane;
        this.clients = new ClientMetrics(plane.metrics());
        this.leaders = new LeaderMetrics(plane.metrics());
        this.identity = identity;
        this.clock = clock;
    }

    /** They do nothing before they are started; {@code identity} is this process's among all that may lead. */
    static List<LeaderElector> of(ControlPlane plane, ClusterConfig config, String identity, Clock clock)
            throws WireException {
        var random = new SplittableRandom(config.surroundings().random().nextLong());
        var deciders = new Deciders(plane, config.settings(), identity, clock, random);
        var controllers = deciders.controllers(config);
        var all = new ArrayList<LeaderElector>();
        if (deciders.coordinated.isPresent()) {
            all.add(deciders.elections(controllers));
        }
        all.add(deciders.controllers(controllers));
        all.add(deciders.scheduler(config));
        return List.copyOf(all);
    }

    private Controllers controllers(ClusterConfig config) throws WireException {
        return new Controllers(
                clock,
                new Ids(config.surroundings().random()),
                plane.metrics(),
                new ControllersConfig(
                        Pem.write(plane.authority().certificate()),
                        plane.authority(),
                        config.serviceRange(),
                        config.nodeRanges(),
                        config.settings().access().bootstrapTokens(),
                        optional(config.settings()),
                        (account, secret) -> plane.tokens().issueLegacy(account.tree(), secret)));
    }

    private LeaderElector controllers(Controllers controllers) {
        var client = plane.client("system:kube-controller-manager", User.MASTERS);
        return elector("kube-controller-manager", "kube-controller-manager", client, controllers::start);
    }

    /** Who chooses leaders is chosen by nobody. */
    private LeaderElector elections(Controllers controllers) {
        var lease = "leader-election-controller";
        return elector(
                new LeaderElector.Candidate(NAMESPACE, lease, identity, lease, Timing.DEFAULT),
                plane.client("system:apiserver", User.MASTERS),
                controllers::startElections);
    }

    private static OptionalFeatures optional(ServerSettings settings) {
        var features = settings.apis().features();
        var bundles = Stream.of("v1beta1", "v1alpha1")
                .filter(version -> isServed("certificates.k8s.io/" + version, "clustertrustbundles", settings))
                .findFirst();
        return new OptionalFeatures(
                features.enabled("MaxUnavailableStatefulSet"),
                features.enabled("HPAScaleToZero"),
                bundles.orElse(""),
                isServed("storagemigration.k8s.io/v1beta1", "storageversionmigrations", settings),
                hasTaintRules(settings),
                features.enabled("PodCertificateRequest")
                        && isServed("certificates.k8s.io/v1beta1", "podcertificaterequests", settings),
                hasStorageVersions(settings),
                hasGroups(settings),
                features.enabled("WorkloadWithJob")
                        && hasGroups(settings)
                        && isServed("scheduling.k8s.io/v1alpha2", "workloads", settings),
                features.enabled("DRAResourcePoolStatus")
                        && isServed("resource.k8s.io/v1alpha3", "resourcepoolstatusrequests", settings));
    }

    /** Whether there are groups of pods. */
    private static boolean hasGroups(ServerSettings settings) {
        return isServed("scheduling.k8s.io/v1alpha2", "podgroups", settings);
    }

    /** Whether API servers say in which versions they store objects. */
    static boolean hasStorageVersions(ServerSettings settings) {
        return settings.apis().features().enabled("StorageVersionAPI")
                && isServed("internal.apiserver.k8s.io/v1alpha1", "storageversions", settings);
    }

    /** Whether leaders are chosen among candidates. */
    private static boolean electsLeaders(ServerSettings settings) {
        return settings.apis().features().enabled("CoordinatedLeaderElection")
                && isServed("coordination.k8s.io/v1beta1", "leasecandidates", settings);
    }

    private static boolean hasTaintRules(ServerSettings settings) {
        return settings.apis().features().enabled("DRADeviceTaintRules")
                && isServed("resource.k8s.io/v1beta2", "devicetaintrules", settings);
    }

    /** How groups of pods are scheduled, where there are any. */
    private static GangFeatures gangs(ServerSettings settings) {
        var features = settings.apis().features();
        return hasGroups(settings)
                ? new GangFeatures(
                        true, features.enabled("GangScheduling"), features.enabled("TopologyAwareWorkloadScheduling"))
                : GangFeatures.NONE;
    }

    private static SchedulerConfig scheduling(ClusterConfig config) {
        return config.settings().apis().features().enabled("StorageCapacityScoring")
                ? config.scheduler().scoringVolumes()
                : config.scheduler();
    }

    private static boolean isServed(String apiVersion, String plural, ServerSettings settings) {
        return OptionalKinds.isServed(
                apiVersion, plural, settings.apis().features(), settings.apis().versions());
    }

    private LeaderElector scheduler(ClusterConfig config) {
        return elector("kube-scheduler", "default-scheduler", plane.client("system:kube-scheduler"), client -> {
            var informers = new Informers(client, clock);
            var scheduler = new Scheduler(
                            client,
                            informers,
                            identity,
                            clock,
                            random.split(),
                            scheduling(config),
                            new DeviceChoice(),
                            hasTaintRules(config.settings()),
                            gangs(config.settings()),
                            plane.metrics())
                    .start();
            return () -> {
                scheduler.close();
                informers.close();
            };
        });
    }

    private LeaderElector elector(String lease, String component, Client client, LeaderElector.Work work) {
        // Candidates for several leases must not have one name.
        var name = coordinated.isPresent() ? identity + "_" + lease : identity;
        return elector(
                new LeaderElector.Candidate(NAMESPACE, lease, name, component, Timing.DEFAULT, coordinated),
                client,
                work);
    }

    private LeaderElector elector(LeaderElector.Candidate candidate, Client client, LeaderElector.Work work) {
        var measured = new Client(new MeasuredTransport(client.transport(), IN_PROCESS, clients, clock));
        return new LeaderElector(candidate, measured, work, leaders, clock, random.split());
    }
}
