package dev.jibe.server.registry.ownership;

import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.schema.ResourceInfo;
import java.util.Map;
import java.util.Set;

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
            FieldFilter.except("spec", "status.conditions"));

    /** Kinds whose status endpoint leaves all metadata alone. */
    private static final Set<String> WITHOUT_METADATA = Set.of(
            "flowschemas.flowcontrol.apiserver.k8s.io",
            "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
            "apiservices.apiregistration.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io",
            "volumeattachments.storage.k8s.io",
            "servicecidrs.networking.k8s.io",
            "storageversionmigrations.storagemigration.k8s.io",
            "storageversions.internal.apiserver.k8s.io",
            "devicetaintrules.resource.k8s.io",
            "resourcepoolstatusrequests.resource.k8s.io",
            "podgroups.scheduling.k8s.io");

    /** Kinds of which upstream forgets to say that its own endpoint leaves the status alone. */
    private static final Set<String> COUNT_STATUS =
            Set.of("podcertificaterequests.certificates.k8s.io", "podgroups.scheduling.k8s.io");

    private CountedFields() {}

    public static FieldFilter of(ResourceInfo info, String subresource) {
        var resource = info.groupResource();
        boolean isRequest = resource.equals("certificatesigningrequests.certificates.k8s.io");
        return switch (subresource) {
            case "" -> isRequest ? FieldFilter.except("spec", "status") : resets(info) ? NO_STATUS : ALL;
            case "status" -> WITHOUT_METADATA.contains(resource) ? NO_METADATA : STATUS.getOrDefault(resource, NO_SPEC);
            case "finalize" -> NO_STATUS;
            case "approval" -> isRequest ? FieldFilter.except("spec", "status.certificate") : ALL;
            default -> ALL;
        };
    }

    private static boolean resets(ResourceInfo info) {
        return info.subresources().stream().anyMatch(s -> s.name().equals("status"))
                && !COUNT_STATUS.contains(info.groupResource());
    }
}
