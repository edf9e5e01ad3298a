package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.features.FeatureGates;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Fields that upstream drops as long as the feature they belong to is off
 * (https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/); and those that a kind never keeps.
 */
record Gated(FeatureGates features) {

    /** The object without them; a field that the old object has stays. */
    JsonMap drop(String resource, JsonMap object, JsonMap old) {
        return switch (resource) {
            case "pods" -> change(object, "spec", spec -> pod(spec, old.map("spec")));
            case "podtemplates" -> change(object, "template", it -> template(it, old.map("template")));
            case "deployments.apps", "daemonsets.apps", "replicasets.apps", "replicationcontrollers", "jobs.batch" ->
                change(object, "spec", spec -> templated(spec, old.map("spec")));
            case "statefulsets.apps" -> change(object, "spec", spec -> set(spec, old.map("spec")));
            case "cronjobs.batch" -> change(object, "spec", spec -> scheduled(spec, old.map("spec")));
            case "resourceslices.resource.k8s.io" ->
                change(object, "spec", spec -> each(spec, "devices", Gated::device));
            case "csidrivers.storage.k8s.io" ->
                change(object, "spec", spec -> spec.without("preventPodSchedulingIfMissing"));
            case "persistentvolumeclaims" -> change(object, "spec", spec -> ofNamespace(spec, old.map("spec")));
            case "endpointslices.discovery.k8s.io" -> withoutTopology(object, old);
            case "serviceaccounts" -> each(object, "secrets", Gated::nameOnly);
            case "podgroups.scheduling.k8s.io" -> change(object, "spec", spec -> filled(group(spec, old.map("spec"))));
            case "workloads.scheduling.k8s.io" ->
                change(object, "spec", spec -> groups(spec, old.map("spec").list("podGroupTemplates")));
            default -> object;
        };
    }

    /** The same for what the status subresource writes. */
    JsonMap dropFromStatus(String resource, JsonMap object, JsonMap old) {
        if (resource.equals("pods")) {
            return change(object, "status", status -> podStatus(status, old.map("status")));
        }
        boolean claimless = resource.equals("podgroups.scheduling.k8s.io")
                && object.map("spec").list("resourceClaims").isEmpty()
                && !features.enabled("DRAWorkloadResourceClaims");
        return claimless ? change(object, "status", status -> status.without("resourceClaimStatuses")) : object;
    }

    private static final List<String> STATUSES =
            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

    private static JsonMap podStatus(JsonMap status, JsonMap old) {
        boolean claims = !old.list("nodeAllocatableResourceClaimStatuses").isEmpty();
        var updated = claims ? status : status.without("nodeAllocatableResourceClaimStatuses");
        for (var kind : STATUSES) {
            updated = each(
                    updated,
                    kind,
                    container -> each(container, "volumeMounts", mount -> mount.without("volumeStatus")));
        }
        return updated;
    }

    private JsonMap set(JsonMap spec, JsonMap old) {
        var updated = templated(spec, old);
        boolean used = old.map("updateStrategy").map("rollingUpdate").has("maxUnavailable");
        if (used || features.enabled("MaxUnavailableStatefulSet")) {
            return updated;
        }
        return change(
                updated,
                "updateStrategy",
                strategy -> change(strategy, "rollingUpdate", rolling -> rolling.without("maxUnavailable")));
    }

    private JsonMap scheduled(JsonMap spec, JsonMap old) {
        var job = old.map("jobTemplate").map("spec");
        return change(spec, "jobTemplate", it -> change(it, "spec", inner -> templated(inner, job)));
    }

    private JsonMap templated(JsonMap spec, JsonMap old) {
        return change(spec, "template", it -> template(it, old.map("template")));
    }

    private JsonMap template(JsonMap template, JsonMap old) {
        return change(template, "spec", spec -> pod(spec, old.map("spec")));
    }

    private JsonMap pod(JsonMap pod, JsonMap old) {
        boolean grouped = old.has("schedulingGroup") || features.enabled("GenericWorkload");
        var spec = grouped ? pod : pod.without("schedulingGroup");
        for (var kind : List.of("containers", "initContainers", "ephemeralContainers")) {
            spec = each(spec, kind, Gated::container);
        }
        return sources(sources(spec, old, TRUST), old, CERTIFICATE);
    }

    /** A kind of source that volumes are made of, and the feature that it belongs to. */
    private record Source(String key, String feature) {}

    private static final Source TRUST = new Source("clusterTrustBundle", "ClusterTrustBundleProjection");
    private static final Source CERTIFICATE = new Source("podCertificate", "PodCertificateRequest");

    /** Upstream leaves the source there, with nothing in it. */
    private JsonMap sources(JsonMap spec, JsonMap old, Source source) {
        if (!has(spec, source) || has(old, source) || features.enabled(source.feature())) {
            return spec;
        }
        return each(
                spec,
                "volumes",
                volume -> change(
                        volume,
                        "projected",
                        projected -> each(projected, "sources", each -> each.without(source.key()))));
    }

    private static boolean has(JsonMap spec, Source source) {
        return spec.list("volumes")
                .maps()
                .flatMap(volume -> volume.map("projected").list("sources").maps())
                .anyMatch(each -> each.has(source.key()));
    }

    private static JsonMap container(JsonMap container) {
        var lifecycle = container.map("lifecycle");
        if (!lifecycle.has("stopSignal")) {
            return container;
        }
        var rest = lifecycle.without("stopSignal");
        return rest.isEmpty() ? container.without("lifecycle") : container.with("lifecycle", rest);
    }

    private static boolean isSet(JsonMap object, String key) {
        return object.get(key) != null && object.get(key) != Null.NULL;
    }

    private static final String CONSTRAINTS = "schedulingConstraints";

    /** The templates of groups, each beside the one that was at its place. */
    private JsonMap groups(JsonMap workload, JsonList old) {
        var templates = workload.list("podGroupTemplates");
        var updated = templates;
        for (int i = 0; i < templates.size(); i++) {
            if (templates.get(i) instanceof JsonMap template) {
                var left = group(template, i < old.size() ? old.map(i) : JsonMap.EMPTY);
                updated = updated.set(i, left.has(CONSTRAINTS) ? left : left.with(CONSTRAINTS, Null.NULL));
            }
        }
        return updated.equals(templates) ? workload : workload.with("podGroupTemplates", updated);
    }

    /** Upstream fills this in again when it reads what it has stored without it. */
    private static JsonMap filled(JsonMap group) {
        return group.has("disruptionMode") ? group : group.with("disruptionMode", "Pod");
    }

    /** What a group of pods asks for, and the features that let it. */
    private static final Map<String, String> OF_GROUPS = Map.of(
            CONSTRAINTS,
            "TopologyAwareWorkloadScheduling",
            "resourceClaims",
            "DRAWorkloadResourceClaims",
            "disruptionMode",
            "WorkloadAwarePreemption",
            "priorityClassName",
            "WorkloadAwarePreemption",
            "priority",
            "WorkloadAwarePreemption");

    private JsonMap group(JsonMap group, JsonMap old) {
        var updated = group;
        for (var field : OF_GROUPS.entrySet()) {
            if (!features.enabled(field.getValue()) && !isSet(old, field.getKey())) {
                updated = updated.without(field.getKey());
            }
        }
        return updated;
    }

    private static JsonMap device(JsonMap device) {
        var updated = device.without("nodeAllocatableResourceMappings");
        var attributes = updated.map("attributes");
        for (int i = 0; i < attributes.size(); i++) {
            var key = attributes.keyAt(i);
            var value = attributes.map(key);
            for (var list : List.of("ints", "bools", "strings", "versions")) {
                value = value.without(list);
            }
            updated = value.equals(attributes.map(key)) ? updated : updated.withAt(value, "attributes", key);
        }
        return updated;
    }

    /** A source in another namespace is none, unless it has been one. */
    private JsonMap ofNamespace(JsonMap spec, JsonMap old) {
        boolean foreign = !spec.map("dataSourceRef").string("namespace").isEmpty()
                && !old.map("dataSourceRef").has("namespace");
        return foreign && !features.enabled("CrossNamespaceVolumeDataSource") ? spec.without("dataSourceRef") : spec;
    }

    /** Where an endpoint is has fields of its own now; what stays untouched may keep it where it was. */
    private static JsonMap withoutTopology(JsonMap slice, JsonMap old) {
        return !old.isEmpty() && slice.list("endpoints").equals(old.list("endpoints"))
                ? slice
                : each(slice, "endpoints", endpoint -> endpoint.without("deprecatedTopology"));
    }

    /** A reference of an account keeps the name: the rest is known. */
    private static JsonMap nameOnly(JsonMap reference) {
        return reference.has("name") ? JsonMap.of("name", reference.string("name")) : JsonMap.EMPTY;
    }

    /** The very same object if the change does nothing, or there is nothing to change. */
    private static JsonMap change(JsonMap object, String key, UnaryOperator<JsonMap> change) {
        if (!(object.get(key) instanceof JsonMap before)) {
            return object;
        }
        var after = change.apply(before);
        return after.equals(before) ? object : object.with(key, after);
    }

    private static JsonMap each(JsonMap object, String key, UnaryOperator<JsonMap> change) {
        if (!(object.get(key) instanceof JsonList before)) {
            return object;
        }
        var after = before.map(item -> item instanceof JsonMap map ? change.apply(map) : item);
        return after.equals(before) ? object : object.with(key, after);
    }
}
