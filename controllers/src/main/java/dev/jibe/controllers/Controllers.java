package dev.jibe.controllers;

import dev.jibe.client.Client;
import dev.jibe.controllers.attachdetach.AttachDetachController;
import dev.jibe.controllers.autoscaling.HorizontalPodAutoscalerController;
import dev.jibe.controllers.bootstraptokens.BootstrapSigner;
import dev.jibe.controllers.bootstraptokens.TokenCleaner;
import dev.jibe.controllers.certificates.ApprovalController;
import dev.jibe.controllers.certificates.CleaningController;
import dev.jibe.controllers.certificates.PodCertificateCleaner;
import dev.jibe.controllers.certificates.ServingApproval;
import dev.jibe.controllers.certificates.SigningController;
import dev.jibe.controllers.cronjob.CronJobController;
import dev.jibe.controllers.daemonset.DaemonSetController;
import dev.jibe.controllers.deployment.DeploymentController;
import dev.jibe.controllers.devicetaints.DeviceTaintController;
import dev.jibe.controllers.disruption.DisruptionController;
import dev.jibe.controllers.endpoints.EndpointsController;
import dev.jibe.controllers.endpointslice.EndpointSliceController;
import dev.jibe.controllers.endpointslicemirroring.EndpointSliceMirroringController;
import dev.jibe.controllers.ephemeralvolume.EphemeralVolumeController;
import dev.jibe.controllers.expansion.ExpansionController;
import dev.jibe.controllers.garbagecollector.GarbageCollector;
import dev.jibe.controllers.job.JobController;
import dev.jibe.controllers.leaderelection.ElectionController;
import dev.jibe.controllers.legacytokens.LegacyTokenController;
import dev.jibe.controllers.localpath.LocalPathController;
import dev.jibe.controllers.namespace.NamespaceController;
import dev.jibe.controllers.nodeipam.NodeIpamController;
import dev.jibe.controllers.nodelifecycle.NodeLifecycleController;
import dev.jibe.controllers.nodettl.NodeTtlController;
import dev.jibe.controllers.podgc.PodGarbageCollector;
import dev.jibe.controllers.podgroups.PodGroupProtection;
import dev.jibe.controllers.poolstatus.PoolStatusController;
import dev.jibe.controllers.replicaset.ReplicaSetController;
import dev.jibe.controllers.resourceclaim.ResourceClaimController;
import dev.jibe.controllers.resourcequota.ResourceQuotaController;
import dev.jibe.controllers.roleaggregation.RoleAggregationController;
import dev.jibe.controllers.rootca.RootCaPublisher;
import dev.jibe.controllers.serviceaccount.ServiceAccountController;
import dev.jibe.controllers.servicecidr.ServiceCidrController;
import dev.jibe.controllers.statefulset.StatefulSetController;
import dev.jibe.controllers.storagemigration.MigrationController;
import dev.jibe.controllers.storageversions.StorageVersionCollector;
import dev.jibe.controllers.tokens.TokenSecretsController;
import dev.jibe.controllers.trustbundles.TrustBundlePublisher;
import dev.jibe.controllers.ttlafterfinished.TtlAfterFinishedController;
import dev.jibe.controllers.volumebinding.VolumeBindingController;
import dev.jibe.controllers.volumeprotection.VolumeProtectionController;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.metrics.Metrics;

/** All controllers of a cluster, running over one set of caches: only one process may run them at a time. */
public final class Controllers {
    private final Clock clock;
    private final Ids ids;
    private final Metrics metrics;
    private final ControllersConfig config;

    public Controllers(Clock clock, Ids ids, Metrics metrics, ControllersConfig config) {
        this.clock = clock;
        this.ids = ids;
        this.metrics = metrics;
        this.config = config;
    }

    /** Starts the elections of coordinated leaders, which are no part of the controllers that they choose a leader for. */
    public AutoCloseable startElections(Client client) {
        var surroundings = new Surroundings(client, clock, ids, metrics);
        ElectionController.start(surroundings);
        return surroundings;
    }

    /** Starts them and returns at once; each begins when its caches are complete. Closing stops them all. */
    public AutoCloseable start(Client client) {
        var surroundings = new Surroundings(client, clock, ids, metrics);
        NamespaceController.start(surroundings);
        RoleAggregationController.start(surroundings);
        ServiceAccountController.start(surroundings);
        RootCaPublisher.start(surroundings, config.authorityPem());
        DeploymentController.start(surroundings);
        ReplicaSetController.start(surroundings);
        ReplicaSetController.startReplication(surroundings);
        DaemonSetController.start(surroundings);
        StatefulSetController.start(surroundings, config.features().severalOfSets());
        JobController.start(surroundings, config.features().jobGroups());
        CronJobController.start(surroundings);
        TtlAfterFinishedController.start(surroundings);
        DisruptionController.start(surroundings);
        ResourceQuotaController.start(surroundings);
        VolumeProtectionController.start(surroundings);
        VolumeBindingController.start(surroundings);
        LocalPathController.start(surroundings);
        AttachDetachController.start(surroundings);
        ExpansionController.start(surroundings);
        NodeTtlController.start(surroundings);
        LegacyTokenController.start(surroundings);
        DeviceTaintController.start(surroundings, config.features().taintRules());
        ApprovalController.start(surroundings);
        SigningController.start(surroundings, config.authority());
        CleaningController.start(surroundings);
        EndpointSliceMirroringController.start(surroundings);
        HorizontalPodAutoscalerController.start(surroundings, config.features().scaleToZero());
        ServiceCidrController.start(surroundings, config.serviceRange());
        EphemeralVolumeController.start(surroundings);
        ResourceClaimController.start(surroundings);
        TokenSecretsController.start(surroundings, config.authorityPem(), config.tokens());
        EndpointSliceController.start(surroundings);
        EndpointsController.start(surroundings);
        NodeLifecycleController.start(surroundings);
        PodGarbageCollector.start(surroundings);
        config.nodeRanges().ifPresent(ranges -> NodeIpamController.start(surroundings, ranges, config.serviceRange()));
        if (config.bootstrapTokens()) {
            BootstrapSigner.start(surroundings);
            TokenCleaner.start(surroundings);
            ServingApproval.start(surroundings);
        }
        var features = config.features();
        if (!features.trustBundles().isEmpty()) {
            TrustBundlePublisher.start(surroundings, features.trustBundles(), config.authorityPem());
        }
        if (features.migrations()) {
            MigrationController.start(surroundings);
        }
        if (features.podCertificates()) {
            PodCertificateCleaner.start(surroundings);
        }
        if (features.storageVersions()) {
            StorageVersionCollector.start(surroundings);
        }
        if (features.podGroups()) {
            PodGroupProtection.start(surroundings);
        }
        if (features.poolStatus()) {
            PoolStatusController.start(surroundings);
        }
        GarbageCollector.start(surroundings);
        return surroundings;
    }
}
