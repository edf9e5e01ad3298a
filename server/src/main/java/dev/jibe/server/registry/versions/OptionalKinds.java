package dev.jibe.server.registry.versions;

import dev.jibe.object.schema.Schema;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * The kinds that upstream serves in no version unless {@code --runtime-config} says so and, for most, their feature is on.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/#api-versioning">API versioning</a>.
 */
public final class OptionalKinds {

    /**
     * Version, resource, the feature it needs or -, and the version in which upstream stores it, if that is another; then
     * the releases that deprecate and remove this one, or - if the first has not come.
     */
    private static final String TABLE = """
            certificates.k8s.io/v1beta1 clustertrustbundles ClusterTrustBundle
            certificates.k8s.io/v1alpha1 clustertrustbundles ClusterTrustBundle certificates.k8s.io/v1beta1 1.34 1.37
            certificates.k8s.io/v1beta1 podcertificaterequests PodCertificateRequest
            coordination.k8s.io/v1beta1 leasecandidates -
            coordination.k8s.io/v1alpha2 leasecandidates - coordination.k8s.io/v1beta1 1.35 1.38
            internal.apiserver.k8s.io/v1alpha1 storageversions -
            resource.k8s.io/v1alpha3 devicetaintrules -
            resource.k8s.io/v1beta2 devicetaintrules - resource.k8s.io/v1alpha3 - -
            resource.k8s.io/v1alpha3 resourcepoolstatusrequests -
            scheduling.k8s.io/v1alpha2 podgroups GenericWorkload
            scheduling.k8s.io/v1alpha2 workloads GenericWorkload
            storagemigration.k8s.io/v1beta1 storageversionmigrations StorageVersionMigrator
            """;

    /** A version of such a kind. */
    private record Row(
            String apiVersion, String plural, String feature, String kept, String deprecated, String removed) {

        static Row of(String line) {
            var parts = line.split(" ", -1);
            return parts.length > 3
                    ? new Row(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
                    : new Row(parts[0], parts[1], parts[2], "", "", "");
        }

        boolean isOn(FeatureGates features, RuntimeConfig config) {
            return config.turnsOn(apiVersion, plural) && (feature.equals("-") || features.enabled(feature));
        }
    }

    private static final List<Row> ROWS = TABLE.lines().map(Row::of).toList();

    private OptionalKinds() {}

    /** Those that are served. */
    static List<Resource> of(Schema schema, FeatureGates features, RuntimeConfig config) {
        var served = new ArrayList<Resource>();
        for (var row : ROWS) {
            if (!row.isOn(features, config)) {
                continue;
            }
            if (row.kept().isEmpty()) {
                served.add(kept(schema, row.apiVersion(), row.plural(), features));
            } else {
                var kept = kept(schema, row.kept(), row.plural(), features);
                served.add(OtherVersion.of(row.apiVersion(), kept, schema)
                        .resource(row.deprecated().equals("-") ? "" : row.deprecated(), row.removed(), false));
            }
        }
        return served;
    }

    /** Whether this resource is served in that version. */
    public static boolean isServed(String apiVersion, String plural, FeatureGates features, RuntimeConfig config) {
        return ROWS.stream()
                .anyMatch(row -> row.apiVersion().equals(apiVersion)
                        && row.plural().equals(plural)
                        && row.isOn(features, config));
    }

    /** All of them in the version in which they are stored, served or not. */
    public static List<Resource> stored(Schema schema) {
        return ROWS.stream()
                .filter(row -> row.kept().isEmpty())
                .map(row -> kept(schema, row.apiVersion(), row.plural(), FeatureGates.DEFAULT))
                .toList();
    }

    private static Resource kept(Schema schema, String apiVersion, String plural, FeatureGates features) {
        var info = schema.resources().stream()
                .filter(each ->
                        each.apiVersion().equals(apiVersion) && each.plural().equals(plural))
                .findFirst()
                .orElseThrow();
        return Resources.resource(info, features);
    }
}
