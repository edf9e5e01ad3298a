package dev.jibe.server.registry.versions;

import dev.jibe.object.schema.Schema;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.List;
import java.util.stream.Stream;

/**
 * The versions that upstream serves only when {@code --runtime-config} says so.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/#enabling-or-disabling">Enabling or disabling API
 * groups</a>.
 */
public final class OptionalApis {

    /**
     * Version, resource, the current version, the releases that deprecate it (- if that is after this one) and remove it;
     * a + if upstream's warning names the current one.
     */
    private static final String TABLE = """
            admissionregistration.k8s.io/v1alpha1 mutatingadmissionpolicies admissionregistration.k8s.io/v1 1.35 1.38
            admissionregistration.k8s.io/v1alpha1 mutatingadmissionpolicybindings admissionregistration.k8s.io/v1 1.35 1.38
            admissionregistration.k8s.io/v1beta1 mutatingadmissionpolicies admissionregistration.k8s.io/v1 - 1.40
            admissionregistration.k8s.io/v1beta1 mutatingadmissionpolicybindings admissionregistration.k8s.io/v1 - 1.40
            networking.k8s.io/v1beta1 ipaddresses networking.k8s.io/v1 1.34 1.37
            networking.k8s.io/v1beta1 servicecidrs networking.k8s.io/v1 1.34 1.37
            resource.k8s.io/v1beta1 deviceclasses resource.k8s.io/v1 1.35 1.38
            resource.k8s.io/v1beta1 resourceclaims resource.k8s.io/v1 1.35 1.38
            resource.k8s.io/v1beta1 resourceclaimtemplates resource.k8s.io/v1 1.35 1.38
            resource.k8s.io/v1beta1 resourceslices resource.k8s.io/v1 1.35 1.38
            resource.k8s.io/v1beta2 deviceclasses resource.k8s.io/v1 1.36 1.39
            resource.k8s.io/v1beta2 resourceclaims resource.k8s.io/v1 1.36 1.39
            resource.k8s.io/v1beta2 resourceclaimtemplates resource.k8s.io/v1 1.36 1.39
            resource.k8s.io/v1beta2 resourceslices resource.k8s.io/v1 1.36 1.39
            storage.k8s.io/v1beta1 volumeattributesclasses storage.k8s.io/v1 1.34 1.37 +
            """;

    private OptionalApis() {}

    /**
     * Those that the configuration turns on.
     *
     * @throws IllegalArgumentException if it asks for something that cannot be had
     */
    public static List<Resource> of(Resources current, Schema schema, FeatureGates features, RuntimeConfig config) {
        if (config.settings().isEmpty()) {
            return List.of();
        }
        var rows = TABLE.lines().map(line -> line.split(" ", -1)).toList();
        config.check(schema.resources());
        var others = rows.stream()
                .filter(row -> config.turnsOn(row[0], row[1]))
                .map(row -> OtherVersion.of(row[0], current.get(row[2], row[1]), schema)
                        .resource(row[3].equals("-") ? "" : row[3], row[4], row.length > 5));
        return Stream.concat(others, OptionalKinds.of(schema, features, config).stream())
                .toList();
    }
}
