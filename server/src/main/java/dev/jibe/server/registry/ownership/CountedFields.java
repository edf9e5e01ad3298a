package dev.jibe.server.registry.ownership;

import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.schema.ResourceInfo;
import java.util.Map;

/** Which changes of a built-in kind count, by endpoint: upstream's reset fields. */
public final class CountedFields {

    private static final FieldFilter ALL = FieldFilter.all();
    private static final FieldFilter NO_STATUS = FieldFilter.except("status");
    private static final FieldFilter NO_SPEC = FieldFilter.except("spec");
    private static final FieldFilter NO_METADATA = FieldFilter.except("metadata", "spec");

    private static final Map<String, FieldFilter> STATUS = Map.of(
            "deployments.apps",
            FieldFilter.except("spec", "metadata.labels"),
            "pods",
            FieldFilter.except("spec", "metadata.deletionTimestamp", "metadata.ownerReferences"),
            "certificatesigningrequests.certificates.k8s.io",
            FieldFilter.except("spec", "status.conditions"),
            "flowschemas.flowcontrol.apiserver.k8s.io",
            NO_METADATA,
            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
            NO_METADATA,
            "apiservices.apiregistration.k8s.io",
            NO_METADATA,
            "customresourcedefinitions.apiextensions.k8s.io",
            NO_METADATA,
            "volumeattachments.storage.k8s.io",
            NO_METADATA,
            "servicecidrs.networking.k8s.io",
            NO_METADATA,
            "storageversionmigrations.storagemigration.k8s.io",
            NO_METADATA);

    private CountedFields() {}

    public static FieldFilter of(ResourceInfo info, String subresource) {
        var resource = info.groupResource();
        boolean isRequest = resource.equals("certificatesigningrequests.certificates.k8s.io");
        return switch (subresource) {
            case "" -> isRequest ? FieldFilter.except("spec", "status") : hasStatus(info) ? NO_STATUS : ALL;
            case "status" -> STATUS.getOrDefault(resource, NO_SPEC);
            case "finalize" -> NO_STATUS;
            case "approval" -> isRequest ? FieldFilter.except("spec", "status.certificate") : ALL;
            default -> ALL;
        };
    }

    private static boolean hasStatus(ResourceInfo info) {
        return info.subresources().stream().anyMatch(s -> s.name().equals("status"));
    }
}
