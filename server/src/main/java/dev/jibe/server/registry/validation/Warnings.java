package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.registry.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What clients are told about objects that are valid, but hardly what they want. */
public final class Warnings {

    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String INGRESS_CLASS = "kubernetes.io/ingress.class";
    private static final String SURPRISING =
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label"
                    + " is recommended: ";

    private Warnings() {}

    /**
     * What the client is told about a write.
     *
     * @param old empty for a new object
     */
    public static List<String> of(ResourceInfo info, JsonMap object, JsonMap old) {
        var spec = object.map("spec");
        return switch (info.groupResource()) {
            // Pods are changed by programs, who read no warnings.
            case "pods" -> old.isEmpty() ? pod(object, old) : List.of();
            case "secrets" -> TlsWarnings.of(object);
            case "podtemplates" -> isChanged(object, old) ? template(object.map("template"), "template") : List.of();
            case "replicationcontrollers", "replicasets.apps", "deployments.apps", "daemonsets.apps" ->
                workload(info, object, old);
            case "statefulsets.apps" -> statefulSet(info, object, old);
            case "jobs.batch" -> workload(info, object, old);
            case "cronjobs.batch" -> cronJob(object, old);
            case "services" -> service(object, spec);
            case "endpointslices.discovery.k8s.io" -> endpointSlice(object, old);
            case "persistentvolumes" -> StorageWarnings.volume(object);
            case "persistentvolumeclaims" -> StorageWarnings.claim(object);
            case "storageclasses.storage.k8s.io" -> StorageWarnings.storageClass(object);
            case "csistoragecapacities.storage.k8s.io" -> StorageWarnings.capacity(object);
            case "csidrivers.storage.k8s.io" -> StorageWarnings.driver(object, old);
            case "ingresses.networking.k8s.io" -> ingress(object, old);
            case "runtimeclasses.node.k8s.io" -> {
                var found = new ArrayList<String>();
                object.map("scheduling").map("nodeSelector").strings().keySet().forEach(key -> {
                    var since = PodWarnings.deprecatedLabel(key);
                    if (!since.isEmpty()) {
                        found.add("scheduling.nodeSelector: " + since);
                    }
                });
                yield found;
            }
            case "nodes" -> node(spec);
            case "customresourcedefinitions.apiextensions.k8s.io" -> DefinitionWarnings.of(spec);
            case "resourceslices.resource.k8s.io" -> slice(spec.string("driver"));
            case "serviceaccounts" -> account(object, old);
            default -> List.of();
        };
    }

    private static List<String> pod(JsonMap pod, JsonMap old) {
        var found = new ArrayList<String>();
        if (old.isEmpty()) {
            var wrong = Names.wrongLabel(pod.map("metadata").string("name"), false);
            if (!wrong.isEmpty()) {
                found.add(SURPRISING + "[" + String.join(" ", wrong) + "]");
            }
        }
        PodWarnings.add(found, "spec", pod.map("metadata"), "metadata", pod.map("spec"));
        return found;
    }

    /** Whether anything is wanted that was not before: what was has been warned about. */
    private static boolean isChanged(JsonMap object, JsonMap old) {
        return old.isEmpty()
                || object.map("metadata").number("generation")
                        != old.map("metadata").number("generation");
    }

    private static List<String> template(JsonMap template, String at) {
        var found = new ArrayList<String>();
        PodWarnings.add(found, at + ".spec", template.map("metadata"), at + ".metadata", template.map("spec"));
        return found;
    }

    private static List<String> workload(ResourceInfo info, JsonMap object, JsonMap old) {
        var found = new ArrayList<String>();
        // The names of these are part of the names of pods, which are host names.
        boolean named = !List.of("daemonsets").contains(info.plural());
        if (named && old.isEmpty()) {
            name(object, found);
        }
        boolean changed = named
                ? isChanged(object, old)
                : !object.map("spec").map("template").equals(old.map("spec").map("template"));
        if (changed) {
            found.addAll(template(object.map("spec").map("template"), "spec.template"));
        }
        return found;
    }

    private static void name(JsonMap object, List<String> found) {
        var wrong = Names.wrongLabel(object.map("metadata").string("name"), false);
        if (!wrong.isEmpty()) {
            found.add(SURPRISING + "[" + String.join(" ", wrong) + "]");
        }
    }

    private static List<String> statefulSet(ResourceInfo info, JsonMap object, JsonMap old) {
        var found = new ArrayList<>(workload(info, object, old));
        var claims = object.map("spec").list("volumeClaimTemplates");
        for (int i = 0; i < claims.size() && old.isEmpty(); i++) {
            StorageWarnings.claimSpec(
                    found, "spec.volumeClaimTemplates[" + i + "]", claims.map(i).map("spec"));
        }
        if (object.map("spec").number("revisionHistoryLimit") < 0) {
            found.add("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is"
                    + " recommended");
        }
        return found;
    }

    private static List<String> cronJob(JsonMap object, JsonMap old) {
        var found = new ArrayList<String>();
        if (old.isEmpty()) {
            name(object, found);
        }
        if (object.map("spec").string("schedule").contains("TZ")) {
            found.add("CRON_TZ or TZ used in spec.schedule is not officially supported, see"
                    + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        }
        var at = "spec.jobTemplate.spec.template";
        if (!isChanged(object, old)) {
            return found;
        }
        found.addAll(template((JsonMap) orEmpty(object.at("spec", "jobTemplate", "spec", "template")), at));
        return found;
    }

    private static Object orEmpty(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof JsonMap ? value : JsonMap.EMPTY;
    }

    private static List<String> service(JsonMap object, JsonMap spec) {
        var found = new ArrayList<String>();
        if (object.map("metadata").map("annotations").has(HINTS)) {
            found.add("annotation " + HINTS + " is deprecated, please use service.kubernetes.io/topology-mode instead");
        }
        boolean headless = spec.string("clusterIP").equals("None");
        boolean external = !spec.list("externalIPs").isEmpty();
        boolean affine = spec.string("sessionAffinity").equals("ClientIP");
        var type = spec.string("type");
        if (!type.equals("ExternalName")) {
            if (headless && !spec.string("loadBalancerIP").isEmpty()) {
                found.add("spec.loadBalancerIP is ignored for headless services");
            }
            if (headless && external) {
                found.add("spec.externalIPs is ignored for headless services");
            }
            if (headless && affine) {
                found.add("spec.SessionAffinity is ignored for headless services");
            }
            if (!headless && !spec.string("clusterIP").isEmpty()) {
                PodWarnings.address(found, "spec.clusterIPs[0]", spec.string("clusterIP"));
            }
        }
        if (external && type.equals("ExternalName")) {
            found.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        } else if (external && !headless) {
            found.add("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        }
        var outside = spec.list("externalIPs").strings().toList();
        for (int i = 0; i < outside.size(); i++) {
            PodWarnings.address(found, "spec.externalIPs[" + i + "]", outside.get(i));
        }
        PodWarnings.address(found, "spec.loadBalancerIP", spec.string("loadBalancerIP"));
        if (!type.equals("ExternalName") && !spec.string("externalName").isEmpty()) {
            found.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
        if (spec.string("trafficDistribution").equals("PreferClose")) {
            found.add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
        }
        return found;
    }

    private static List<String> endpointSlice(JsonMap slice, JsonMap old) {
        var found = new ArrayList<String>();
        if (old.isEmpty() && slice.string("addressType").equals("FQDN")) {
            found.add("spec.addressType: FQDN endpoints are deprecated");
        }
        var endpoints = slice.list("endpoints");
        for (int i = 0; i < endpoints.size(); i++) {
            var addresses = endpoints.map(i).list("addresses").strings().toList();
            for (int j = 0; j < addresses.size(); j++) {
                PodWarnings.address(found, "endpoints[" + i + "].addresses[" + j + "]", addresses.get(j));
            }
        }
        return found;
    }

    private static List<String> ingress(JsonMap object, JsonMap old) {
        var annotations = object.map("metadata").map("annotations");
        return old.isEmpty() && annotations.has(INGRESS_CLASS)
                ? List.of("annotation \"" + INGRESS_CLASS
                        + "\" is deprecated, please use 'spec.ingressClassName' instead")
                : List.of();
    }

    private static List<String> slice(String driver) {
        return driver.equals(driver.toLowerCase(Locale.ROOT))
                ? List.of()
                : List.of("spec.driver: driver names should be lowercase; \"" + driver + "\" contains uppercase"
                        + " characters");
    }

    private static List<String> node(JsonMap spec) {
        var found = new ArrayList<String>();
        if (spec.has("configSource")) {
            found.add("spec.configSource: the feature is removed");
        }
        if (!spec.string("externalID").isEmpty()) {
            found.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        }
        return found;
    }

    private static List<String> account(JsonMap object, JsonMap old) {
        var key = "kubernetes.io/enforce-mountable-secrets";
        var annotations = object.map("metadata").map("annotations");
        boolean fresh = !annotations.string(key).isEmpty()
                && !old.map("metadata").map("annotations").has(key);
        return fresh
                ? List.of("metadata.annotations[" + key
                        + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets")
                : List.of();
    }
}
