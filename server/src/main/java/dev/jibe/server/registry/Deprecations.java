package dev.jibe.server.registry;

import dev.jibe.object.schema.ResourceInfo;
import java.util.Map;
import java.util.Optional;

/**
 * What clients are told about built-in resources that should no longer be used.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/deprecation-policy/">Deprecation Policy</a>.
 */
final class Deprecations {

    /**
     * One of them.
     *
     * @param removed the release from which on it is not served; empty if nobody knows
     */
    record Deprecation(String warning, String removed) {}

    private static final Map<String, Deprecation> ALL = Map.of(
            "endpoints",
            new Deprecation("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice", ""),
            "componentstatuses",
            new Deprecation("v1 ComponentStatus is deprecated in v1.19+", ""),
            "devicetaintrules.resource.k8s.io",
            new Deprecation(
                    "resource.k8s.io/v1alpha3 DeviceTaintRule is deprecated in v1.36+, unavailable in v1.39+", "1.39"),
            "leasecandidates.coordination.k8s.io",
            new Deprecation(
                    "coordination.k8s.io/v1beta1 LeaseCandidate is deprecated in v1.36+, unavailable in v1.39+",
                    "1.39"));

    private Deprecations() {}

    static Optional<Deprecation> of(ResourceInfo info) {
        return Optional.ofNullable(ALL.get(info.groupResource()));
    }
}
