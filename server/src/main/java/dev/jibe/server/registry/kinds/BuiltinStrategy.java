package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.typing.Conform;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Fields;
import dev.jibe.server.registry.Names;
import dev.jibe.server.registry.Strategy;
import dev.jibe.server.registry.ownership.CountedFields;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.registry.validation.Warnings;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for a built-in kind unless its own strategy says otherwise; mostly read from tables. */
public class BuiltinStrategy implements Strategy {

    /** Upstream compares these by a rule of its language and not by that of its API. */
    private static final Set<String> COUNTING_EMPTY_LISTS =
            Set.of("networkpolicies", "mutatingwebhookconfigurations", "validatingwebhookconfigurations");

    private static final Set<String> GENERATIONS = Set.of(
            "pods",
            "deployments",
            "replicasets",
            "daemonsets",
            "statefulsets",
            "replicationcontrollers",
            "jobs",
            "cronjobs",
            "poddisruptionbudgets",
            "ingresses",
            "networkpolicies",
            "endpointslices",
            "flowschemas",
            "prioritylevelconfigurations",
            "priorityclasses",
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "customresourcedefinitions",
            "podtemplates",
            "deviceclasses",
            "devicetaintrules",
            "ingressclasses",
            "resourceslices");

    /** Kinds of which a deletion answers the object. */
    private static final Set<String> RETURN_DELETED = Set.of(
            "pods",
            "persistentvolumeclaims",
            "persistentvolumes",
            "podtemplates",
            "resourcequotas",
            "serviceaccounts",
            "storageclasses",
            "csidrivers",
            "csinodes",
            "volumeattachments",
            "volumeattributesclasses",
            "services",
            "resourceclaims",
            "resourceclaimtemplates",
            "resourceslices",
            "deviceclasses",
            "devicetaintrules",
            "resourcepoolstatusrequests");

    private static final Set<String> NO_UNCONDITIONAL_UPDATE = Set.of(
            "leases",
            "runtimeclasses",
            "csidrivers",
            "csinodes",
            "volumeattachments",
            "csistoragecapacities",
            "poddisruptionbudgets",
            "customresourcedefinitions",
            "apiservices",
            "clustertrustbundles",
            "podcertificaterequests",
            "resourcepoolstatusrequests",
            "leasecandidates",
            "storageversions",
            "storageversionmigrations",
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings");

    /** Kinds that an update makes if they are not there. */
    private static final Set<String> CREATED_BY_UPDATE = Set.of(
            "endpoints",
            "events",
            "limitranges",
            "services",
            "leases",
            "leasecandidates",
            "runtimeclasses",
            "roles",
            "rolebindings",
            "clusterroles",
            "clusterrolebindings");

    /** Kinds whose status endpoint leaves all metadata alone. */
    private static final Set<String> STATUS_KEEPS_METADATA = Set.of(
            "flowschemas",
            "prioritylevelconfigurations",
            "apiservices",
            "customresourcedefinitions",
            "volumeattachments",
            "servicecidrs",
            "resourceclaims",
            "storageversionmigrations",
            "storageversions",
            "podcertificaterequests",
            "devicetaintrules",
            "resourcepoolstatusrequests",
            "podgroups",
            "validatingadmissionpolicies");

    private static final List<String> ALL_METADATA = List.of("labels", "annotations", "finalizers", "ownerReferences");

    /** Names that only have to be one segment of a path. */
    private static final Set<String> PATH_SEGMENT_NAMES =
            Set.of("roles", "rolebindings", "clusterroles", "clusterrolebindings");

    private final ResourceInfo info;
    private final FeatureGates features;
    private final Gated gated;
    private final @Nullable JsonMap emptyStatus;

    public BuiltinStrategy(ResourceInfo info) {
        this(info, FeatureGates.DEFAULT);
    }

    public BuiltinStrategy(ResourceInfo info, FeatureGates features) {
        this.info = info;
        this.features = features;
        this.gated = new Gated(features);
        var status = info.type().field("status");
        this.emptyStatus = status != null && status.type() instanceof Ref(var type) && !status.nullable()
                ? Conform.conform(JsonMap.EMPTY, type).object()
                : null;
    }

    protected ResourceInfo info() {
        return info;
    }

    protected FeatureGates features() {
        return features;
    }

    /** The object without the fields of features that are off, unless the old one has them. */
    JsonMap ungated(JsonMap object, JsonMap old) {
        return gated.drop(info.groupResource(), object, old);
    }

    @Override
    public JsonMap prepareForCreate(JsonMap given) {
        var object = unsaid(ungated(given, JsonMap.EMPTY));
        boolean hasStatusSubresource =
                info.subresources().stream().anyMatch(s -> s.name().equals("status"));
        if (!hasStatusSubresource) {
            return object;
        }
        return emptyStatus == null ? object.without("status") : object.with("status", emptyStatus);
    }

    @Override
    public JsonMap prepareForUpdate(JsonMap given, JsonMap old) {
        var object = ungated(given, old);
        boolean hasStatusSubresource =
                info.subresources().stream().anyMatch(s -> s.name().equals("status"));
        return hasStatusSubresource ? Strategy.super.prepareForUpdate(object, old) : object;
    }

    /** What the older version of an autoscaler says of its status in annotations goes with the status. */
    private JsonMap unsaid(JsonMap object) {
        var metadata = object.map("metadata");
        if (!info.plural().equals("horizontalpodautoscalers") || !metadata.has("annotations")) {
            return object;
        }
        var annotations = metadata.map("annotations")
                .without("autoscaling.alpha.kubernetes.io/current-metrics")
                .without("autoscaling.alpha.kubernetes.io/conditions");
        return object.with(
                "metadata",
                annotations.isEmpty() ? metadata.without("annotations") : metadata.with("annotations", annotations));
    }

    /** What autoscalers keep in annotations belongs to the older version of the whole object. */
    @Override
    public JsonMap shownMetadata(JsonMap metadata) {
        if (!info.plural().equals("horizontalpodautoscalers")) {
            return metadata;
        }
        var annotations = metadata.map("annotations");
        for (var key : List.of("metrics", "current-metrics", "behavior", "conditions")) {
            annotations = annotations.without("autoscaling.alpha.kubernetes.io/" + key);
        }
        return annotations.isEmpty() ? metadata.without("annotations") : metadata.with("annotations", annotations);
    }

    @Override
    public boolean checksMetadata() {
        return true;
    }

    @Override
    public boolean namesItself() {
        return info.plural().equals("limitranges");
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return CREATED_BY_UPDATE.contains(info.plural());
    }

    @Override
    public List<FieldError> validateStatusUpdate(JsonMap object, JsonMap old, Instant now) {
        return Validation.checkStatus(info, object, old, features, now);
    }

    @Override
    public JsonMap prepareForStatusUpdate(JsonMap object, JsonMap old) {
        var kept = gated.dropFromStatus(info.groupResource(), Fields.copy(old, object, "spec"), old);
        return switch (info.plural()) {
            case "deployments" -> keeping(kept, old, List.of("labels"));
            case "pods" -> keeping(kept, old, List.of("ownerReferences"));
            default -> STATUS_KEEPS_METADATA.contains(info.plural()) ? keeping(kept, old, ALL_METADATA) : kept;
        };
    }

    private static JsonMap keeping(JsonMap object, JsonMap old, List<String> keys) {
        var metadata = object.map("metadata");
        for (var key : keys) {
            metadata = Fields.copy(old.map("metadata"), metadata, key);
        }
        return object.with("metadata", metadata);
    }

    @Override
    public List<FieldError> validate(JsonMap object) {
        return Validation.check(info, object, features);
    }

    @Override
    public List<FieldError> validateUpdate(JsonMap object, JsonMap old) {
        return Validation.checkUpdate(info, object, old, features);
    }

    @Override
    public FieldFilter countedFields(String subresource) {
        return CountedFields.of(info, subresource);
    }

    @Override
    public boolean countsGenerations() {
        return GENERATIONS.contains(info.plural());
    }

    @Override
    public boolean countsChanges() {
        return countsGenerations() && !info.plural().equals("priorityclasses")
                || info.plural().equals("csidrivers");
    }

    @Override
    public boolean countsEmptyLists() {
        return COUNTING_EMPTY_LISTS.contains(info.plural());
    }

    @Override
    public List<String> warnings(JsonMap object) {
        return Warnings.of(info, object, JsonMap.EMPTY);
    }

    @Override
    public List<String> warnings(JsonMap object, JsonMap old) {
        return Warnings.of(info, object, old);
    }

    /** As their clients of long ago expect. */
    @Override
    public boolean orphansDependents() {
        return info.plural().equals("jobs") || info.plural().equals("replicationcontrollers");
    }

    @Override
    public List<String> deletionWarnings() {
        return info.plural().equals("jobs")
                ? List.of(
                        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to"
                                + " remove them or set propagationPolicy=Orphan to suppress this warning")
                : List.of();
    }

    @Override
    public boolean returnsDeletedObject() {
        return RETURN_DELETED.contains(info.plural());
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return !NO_UNCONDITIONAL_UPDATE.contains(info.plural());
    }

    @Override
    public List<String> wrongName(String name, boolean prefix) {
        return switch (info.plural()) {
            // Services may begin with a digit since v1.36 relaxed their names.
            case "services", "namespaces", "statefulsets" -> Names.wrongLabel(name, prefix);
            case "ipaddresses", "clustertrustbundles" -> List.of();
            default ->
                PATH_SEGMENT_NAMES.contains(info.plural())
                        ? Names.wrongPathSegment(name)
                        : Names.wrongSubdomain(name, prefix);
        };
    }

    @Override
    public @Nullable String selectableField(JsonMap object, String field) {
        return SelectableFields.value(info, object, field);
    }
}
