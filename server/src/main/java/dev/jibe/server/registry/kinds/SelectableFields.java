package dev.jibe.server.registry.kinds;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that each kind can be selected by.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/">Field
 * Selectors</a>.
 */
final class SelectableFields {

    private static final Set<String> EVENT = Set.of(
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type");

    private static final Set<String> NEW_EVENT = Set.of(
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid",
            "regarding.apiVersion",
            "regarding.resourceVersion",
            "regarding.fieldPath",
            "reason",
            "reportingController",
            "type");

    private static final Map<String, Set<String>> BY_RESOURCE = Map.ofEntries(
            Map.entry(
                    "pods",
                    Set.of(
                            "spec.host",
                            "spec.nodeName",
                            "spec.restartPolicy",
                            "spec.schedulerName",
                            "spec.serviceAccountName",
                            "spec.hostNetwork",
                            "status.phase",
                            "status.podIP",
                            "status.podIPs",
                            "status.nominatedNodeName")),
            Map.entry("events", EVENT),
            Map.entry("events.events.k8s.io", NEW_EVENT),
            Map.entry("nodes", Set.of("spec.unschedulable")),
            Map.entry("secrets", Set.of("type")),
            Map.entry("namespaces", Set.of("status.phase")),
            Map.entry("services", Set.of("spec.clusterIP", "spec.type")),
            Map.entry("replicationcontrollers", Set.of("status.replicas")),
            Map.entry("jobs.batch", Set.of("status.successful")),
            Map.entry("certificatesigningrequests.certificates.k8s.io", Set.of("spec.signerName")),
            Map.entry("clustertrustbundles.certificates.k8s.io", Set.of("spec.signerName")),
            Map.entry(
                    "podcertificaterequests.certificates.k8s.io",
                    Set.of("spec.signerName", "spec.podName", "spec.nodeName")),
            Map.entry("resourceslices.resource.k8s.io", Set.of("spec.nodeName", "spec.driver")));

    private SelectableFields() {}

    /** The value of the field, empty if it has none; null if it cannot be selected by. */
    static @Nullable String value(ResourceInfo info, JsonMap object, String field) {
        if (field.equals("metadata.name")) {
            return object.map("metadata").string("name");
        }
        if (field.equals("metadata.namespace")) {
            // Of what is in no namespace it is empty, but for kinds that say themselves what they can be selected by.
            return info.namespaced() || !BY_RESOURCE.containsKey(info.groupResource())
                    ? object.map("metadata").string("namespace")
                    : null;
        }
        if (!BY_RESOURCE.getOrDefault(info.groupResource(), Set.of()).contains(field)) {
            return null;
        }
        return switch (field) {
            // Upstream takes the field, and knows no value of it.
            case "status.podIPs" -> "";
            case "status.podIP" ->
                object.map("status").list("podIPs").isEmpty()
                        ? ""
                        : object.map("status").list("podIPs").map(0).string("ip");
            case "spec.host" -> object.map("spec").string("nodeName");
            case "status.successful" -> text(object.at("status", "succeeded"), "0");
            case "source" ->
                object.map("source").has("component")
                        ? object.map("source").string("component")
                        : object.string("reportingComponent") + object.string("reportingController");
            case "spec.hostNetwork", "spec.unschedulable" -> text(object.at(field.split("\\.", -1)), "false");
            case "status.replicas" -> text(object.at("status", "replicas"), "0");
            default -> text(object.at(field.split("\\.", -1)), "");
        };
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }
}
