package dev.jibe.server.registry;

import dev.jibe.object.schema.ResourceInfo;
import java.util.List;

/**
 * What clients are told about built-in resources that should no longer be used.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/deprecation-policy/">Deprecation Policy</a>.
 */
final class Deprecations {

    private static final List<String> ENDPOINTS =
            List.of("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
    private static final List<String> COMPONENTS = List.of("v1 ComponentStatus is deprecated in v1.19+");

    private static final List<String> TAINT_RULES =
            List.of("resource.k8s.io/v1alpha3 DeviceTaintRule is deprecated in v1.36+, unavailable in v1.39+");

    private static final List<String> CANDIDATES =
            List.of("coordination.k8s.io/v1beta1 LeaseCandidate is deprecated in v1.36+, unavailable in v1.39+");

    private Deprecations() {}

    static List<String> of(ResourceInfo info) {
        return switch (info.groupResource()) {
            case "endpoints" -> ENDPOINTS;
            case "componentstatuses" -> COMPONENTS;
            case "devicetaintrules.resource.k8s.io" -> TAINT_RULES;
            case "leasecandidates.coordination.k8s.io" -> CANDIDATES;
            default -> List.of();
        };
    }
}
