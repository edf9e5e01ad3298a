package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;

import java.util.Map;

/** Kinds by which the machinery of a cluster sees to itself; none is served by default. */
final class MachineryKinds {

    static final Map<String, Kind> KINDS = Map.of(
            "podgroups.scheduling.k8s.io",
            new Kind(Naming.SUBDOMAIN, steps(META, PodGroupRules::group), steps(META_UPDATE, PodGroupRules::group))
                    .withStatus(META_UPDATE, PodGroupRules::status),
            "workloads.scheduling.k8s.io",
            new Kind(
                    Naming.SUBDOMAIN,
                    steps(META, PodGroupRules::workload),
                    steps(META_UPDATE, PodGroupRules::workload)),
            "clustertrustbundles.certificates.k8s.io",
            new Kind(Naming.ANY, steps(TrustBundleRules::create), steps(TrustBundleRules::update)),
            "podcertificaterequests.certificates.k8s.io",
            new Kind(
                            Naming.SUBDOMAIN,
                            steps(META, rule(PodCertificateRules::create)),
                            steps(META_UPDATE, PodCertificateRules::same))
                    .withStatus(META_UPDATE, IssuedCertificateRules::status),
            "leasecandidates.coordination.k8s.io",
            new Kind(
                    (name, prefix) -> Formats.configKey(name),
                    steps(META, rule(CandidateRules::check)),
                    steps(META_UPDATE, rule(CandidateRules::check), CandidateRules::same)),
            "storageversions.internal.apiserver.k8s.io",
            new Kind(StorageVersionRules::wrongName, steps(META, rule(StorageVersionRules::check)), steps())
                    .withStatus(rule(StorageVersionRules::check)),
            "storageversionmigrations.storagemigration.k8s.io",
            new Kind(
                            Naming.SUBDOMAIN,
                            steps(META, rule(MigrationRules::check)),
                            steps(META, rule(MigrationRules::check), META_UPDATE, MigrationRules::same))
                    .withStatus(META_UPDATE, MigrationRules::status));

    private MachineryKinds() {}
}
